-- What a case is found by, as domain.tokens makes it: equality only, so row security cannot slow it.

create or replace function public.han_letter(code integer) returns text
language sql immutable
set search_path = pg_catalog, pg_temp
return case when code between 19968 and 40959
  then nullif(chr(get_byte('%(initials)s'::bytea, code - 19968)), '.') end;

create or replace function public.text_tokens(told text) returns setof text
language sql immutable
set search_path = pg_catalog, pg_temp
begin atomic
  with part as (
    select m[1] as t
    from regexp_matches(lower(told collate "C"), '[0-9a-z]+(?:-[0-9a-z]+)*|[\u4e00-\u9fff]+', 'g') m)
  select substr(p.t, i, 2) from part p, generate_series(1, length(p.t) - 1) i
  where ascii(p.t) >= 19968
  union
  select left(w, 40) from part p, unnest(string_to_array(p.t, '-') || p.t) w
  where ascii(p.t) < 19968;
end;

create or replace function public.initial_tokens(address text) returns setof text
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  part text;
  letters text;
  one text;
begin
  for part in select m[1] from regexp_matches(address, '[\u4e00-\u9fff]+', 'g') m loop
    letters := '';
    for i in 1 .. least(length(part), 6) loop
      one := public.han_letter(ascii(substr(part, i, 1)));
      exit when one is null;
      letters := letters || one;
      if i >= 2 then
        return next letters;
      end if;
    end loop;
  end loop;
end
$$;

create or replace function public.case_tokens(c jsonb) returns setof text
language sql immutable
set search_path = pg_catalog, pg_temp
begin atomic
  select lower((c->>'number') collate "C") where c->>'number' is not null
  union select lower((c->>'day_number') collate "C") where c->>'day_number' is not null
  union select t from public.text_tokens(coalesce(c->>'address', '')) t
  union select t from public.initial_tokens(coalesce(c->>'address', '')) t
  union select t from public.text_tokens(left(coalesce(c->>'description', ''), 200)) t;
end;

-- The tokens of a case that is new (prior null) or has another text now.
create or replace function public.door_tokens(subject bigint, prior jsonb, c jsonb) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if prior is null then
    insert into public.token (token, case_id) select t, subject from public.case_tokens(c) t;
    return;
  end if;
  delete from public.token k where k.case_id = subject and k.token = any (
    select t from public.case_tokens(prior) t except select t from public.case_tokens(c) t);
  insert into public.token (token, case_id)
    select t, subject from public.case_tokens(c) t
    except select t, subject from public.case_tokens(prior) t
  on conflict do nothing;
end
$$;
