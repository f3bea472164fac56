-- Seats: nobody writes the table (who may, may lock it against everybody). A seat is its operator's
-- while it shows life, by the server's clock; after a minute of silence anybody may take it.

-- The caller sits there; null, or the key of the sentence that says why not.
create or replace function public.show_life(seat_name text, in_post text) returns text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me constant bigint := public.my_id();
  alive constant bigint := public.door_now() - %(alive_ms)s;
begin
  if me is null then
    return 'operator_locked';
  elsif char_length(coalesce(seat_name, '')) not between 1 and 40 then
    return 'seat_name';
  elsif not exists (select 1 from public.operator_post p
                    where p.operator_id = me and p.active and p.post = in_post) then
    return 'post';
  elsif (select count(*) from public.seat s
         where s.operator_id = me and s.seen_at > alive and s.name <> seat_name)
        >= %(seats_most)s then
    return 'seats_full';
  end if;
  insert into public.seat as s (name, operator_id, post, seen_at)
  values (seat_name, me, in_post, public.door_now())
  on conflict (name) do update
    set operator_id = excluded.operator_id, post = excluded.post, seen_at = excluded.seen_at
    where s.operator_id = me or s.operator_id is null or s.seen_at <= alive;
  return case when not found then 'seat_taken' end;
end
$$;

-- Another word after anybody has changed the city's own data or its people; it tells nothing else.
create or replace function public.city_state() returns text
language sql stable security definer
set search_path = pg_catalog, pg_temp
begin atomic
  %(city_state)s;
end;

-- The caller's own seat is empty from now on; anybody else's stays as it is.
create or replace function public.leave_seat(seat_name text) returns void
language sql security definer
set search_path = pg_catalog, pg_temp
begin atomic
  update public.seat set operator_id = null, seen_at = 0
  where name = seat_name and operator_id = public.my_id();
end;

-- What a wall tells of itself, in the row of its name; null, or the key of the sentence that says why not.
-- It is the one thing that a wall writes beside its seat.
create or replace function public.wall_life(wall_name text, told jsonb) returns text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me constant bigint := public.my_id();
  alive constant bigint := public.door_now() - %(alive_ms)s;
begin
  if me is null then
    return 'operator_locked';
  elsif char_length(coalesce(wall_name, '')) not between 1 and 40 then
    return 'seat_name';
  elsif not exists (select 1 from public.operator_post p
                    where p.operator_id = me and p.active and p.post = 'wall') then
    return 'post';
  elsif length(told::text) > %(wall_status_most)s or jsonb_typeof(told) <> 'object' then
    return 'wall_status';
  elsif (select count(*) from public.wall_status w where w.operator_id = me and w.name <> wall_name)
        >= %(seats_most)s then
    return 'seats_full';
  end if;
  insert into public.wall_status as w (name, operator_id, told, seen_at)
  values (wall_name, me, wall_life.told, public.door_now())
  on conflict (name) do update
    set operator_id = excluded.operator_id, told = excluded.told, seen_at = excluded.seen_at
    where w.operator_id = me or w.seen_at <= alive;
  return case when not found then 'seat_taken' end;
end
$$;
