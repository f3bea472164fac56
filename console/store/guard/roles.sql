-- What an operator's login may do: read, write the door, show life, report positions, add a picture.

do $$
begin
  create role wangge_operators nologin;
exception when duplicate_object or unique_violation then
  null;
end
$$;

grant usage on schema public to wangge_operators;
grant select on all tables in schema public to wangge_operators;
revoke select on public.complainant from wangge_operators;
grant insert on public.intent, public.blob, public.crew_position to wangge_operators;
grant insert, update on public.seat to wangge_operators;
grant usage on sequence public.crew_position_id_seq to wangge_operators;
grant execute on function public.door_now() to wangge_operators;
grant execute on function public.keep_house(text, bigint) to wangge_operators;
grant execute on function public.seal_log(integer) to wangge_operators;
