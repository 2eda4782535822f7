-- grain: folded(name, value): a key or a known value of that name, so that spelling does not matter
-- ids, codes and numbers count as they are written; of names, legal forms do not count; of the rest only letters and digits
create or replace temp macro folded(name, value) as (
    case
        when name like '%\_id' escape '\' or name in ('code', 'number') then trim(value)
        when name = 'name' then array_to_string(
            list_filter(
                string_split(trim(regexp_replace(lower(strip_accents(value)), '[^a-z0-9]+', ' ', 'g')), ' '),
                lambda word: word not in (
                    'gmbh', 'ag', 'kg', 'se', 'ltd', 'limited', 'inc', 'incorporated', 'llc', 'llp', 'lp', 'plc', 'corp',
                    'corporation', 'company', 'co', 'sa', 'bv', 'the', 'and'
                )
            ),
            ' '
        )
        else regexp_replace(lower(strip_accents(value)), '[^a-z0-9@]+', '', 'g')
    end
);
