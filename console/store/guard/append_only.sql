-- The log and the ledger refuse to be rewritten, whoever asks.
create or replace function public.door_append_only() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  raise exception using errcode = 'WG002', message = tg_table_name || ' is append-only';
end
$$;

create or replace trigger append_only before update or delete on public.event
for each row execute function public.door_append_only();
create or replace trigger append_only_truncate before truncate on public.event
for each statement execute function public.door_append_only();
create or replace trigger append_only before update or delete on public.blob
for each row execute function public.door_append_only();
create or replace trigger append_only_truncate before truncate on public.blob
for each statement execute function public.door_append_only();
create or replace trigger append_only before update or delete on public.seal
for each row execute function public.door_append_only();
create or replace trigger append_only_truncate before truncate on public.seal
for each statement execute function public.door_append_only();
create or replace trigger append_only before delete on public.command
for each row execute function public.door_append_only();
create or replace trigger append_only_truncate before truncate on public.command
for each statement execute function public.door_append_only();
create or replace trigger answered_once before update on public.command
for each row when (old.outcome <> 'pending') execute function public.door_append_only();
