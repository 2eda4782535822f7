-- grain: one row per document and contract that its library files it under, by the names that both are known by
select distinct document.object_id as document_id, contract.object_id as contract_id
from object_object as filed
join object as document on document.object_no = filed.from_object_no
join object_type as document_type on document_type.type_no = document.type_no and document_type.name = 'document'
join canonical on canonical.object_no = filed.to_object_no
join object as contract on contract.object_no = canonical.canonical_no
where filed.qualifier = 'evidence_for'
