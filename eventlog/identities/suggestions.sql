-- grain: one row per pair of objects of a type that may be one thing: alike by the trait $by, and one of them known to its own system alone
-- compared are those of two systems that begin alike, unless thousands do; the left one is of the system that comes first
insert into identity_suggestion
with
known as (
    select trait.object_no, trait.value, ranked_source.rank, object.object_id, canonical.canonical_no
    from trait
    join object using (object_no)
    join canonical using (object_no)
    join ranked_source on ranked_source.source_no = trait.source_no
    where trait.name = $by and object.deleted_at is null
),

cluster as (
    select canonical_no, count(distinct rank) = 1 as alone from known group by canonical_no
),

chief as (
    select known.*, left(known.value, 3) as beginning, cluster.alone
    from known
    join cluster using (canonical_no)
    where known.object_no = known.canonical_no
    qualify count(*) over (partition by left(known.value, 3)) <= 3000
),

pair as (
    select
        this.object_no as left_no, that.object_no as right_no,
        jaro_winkler_similarity(this.value, that.value) as score
    from chief as this
    join chief as that on that.beginning = this.beginning and this.rank < that.rank
    where this.alone or that.alone
)

select $type_no, left_no, right_no, score, null
from pair
where score >= $least
    and not exists (
        select 1 from decided
        where (decided.left_no = pair.left_no and decided.right_no = pair.right_no)
            or (decided.left_no = pair.right_no and decided.right_no = pair.left_no)
    );
