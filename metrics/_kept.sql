-- grain: base_currency: one row, the currency that rates of exchange are in, or none; declared: one row per indicator that a generation has shares of, with the file that declares it;
-- left_out: one row per indicator that could not be made or rule (by its file) that could not be run, with the reason; measured: one row per indicator and measure that has
-- shares: whether each thing is of one day only, whether all rows of each were compared, and the slices of which each thing has one value a day;
-- lost_history: one row per history that does not tell an activity or attribute (type.name), not of one field, or not before or after a time
create table if not exists {schema}.declared (name varchar, statement varchar, definition varchar);
create table if not exists {schema}.left_out (name varchar, reason varchar);
create table if not exists {schema}.measured (indicator varchar, measure varchar, one_day boolean, compared boolean, own varchar[]);
create table if not exists {schema}.base_currency (currency varchar);
create table if not exists {schema}.lost_history (system varchar, history varchar, object_type varchar, name varchar, field varchar, since timestamp, until timestamp);
