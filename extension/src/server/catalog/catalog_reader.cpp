// Facts from pg_class, pg_attribute, pg_constraint and pg_index: for all tables by one scan of each catalog, or for one table by
// index scans.
#include "server/catalog/catalog_reader.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

#include "core/expression/exclusive.hpp"
#include "core/expression/predicate.hpp"
#include "core/model/sort_unique.hpp"
#include "server/catalog/conditions.hpp"
#include "server/catalog/index_reader.hpp"
#include "server/catalog/store.hpp"
#include "server/catalog/view_facts.hpp"
#include "server/catalog/words.hpp"
#include "server/pg/datum.hpp"

extern "C" {
#include <access/transam.h>
#include <catalog/dependency.h>
#include <catalog/namespace.h>
#include <catalog/pg_attribute.h>
#include <catalog/pg_class.h>
#include <catalog/pg_index.h>
#include <catalog/pg_inherits.h>
#include <catalog/pg_namespace.h>
#include <catalog/pg_proc.h>
#include <commands/extension.h>
#include <miscadmin.h>
#include <parser/parse_func.h>
#include <storage/lock.h>
#include <utils/acl.h>
#include <utils/inval.h>
#include <utils/lsyscache.h>
#include <utils/relcache.h>
#include <utils/syscache.h>
}

namespace relmeta::server {

namespace {

bool takes_part(const FormData_pg_class *form) {
    return form->relpersistence != RELPERSISTENCE_TEMP &&
           (form->relkind == RELKIND_RELATION || form->relkind == RELKIND_PARTITIONED_TABLE || form->relkind == RELKIND_VIEW ||
            form->relkind == RELKIND_MATVIEW || form->relkind == RELKIND_FOREIGN_TABLE);
}

bool takes_part(const std::string &schema) {
    return schema != "information_schema" && schema != "relmeta" && schema.compare(0, 3, "pg_") != 0;
}

/// Citus stores shards as ordinary tables on workers, and has a function that identifies them. The current role runs it, so the
/// function must be a member of the extension, which only a superuser can create, in a schema where only superusers can create
/// functions.
Oid shard_test() {
    return pg::call([]() -> Oid {
        const Oid argument = OIDOID;
        List *name = list_make2(makeString(pstrdup("pg_catalog")), makeString(pstrdup("relation_is_a_known_shard")));
        const Oid test = LookupFuncName(name, 1, &argument, true);
        const Oid extension = OidIsValid(test) ? getExtensionOfObject(ProcedureRelationId, test) : InvalidOid;
        const bool fits = OidIsValid(extension) && extension == get_extension_oid("citus", true) &&
                          get_func_prokind(test) == PROKIND_FUNCTION && get_func_rettype(test) == BOOLOID &&
                          !get_func_retset(test);
        return fits ? test : InvalidOid;
    });
}

bool is_shard(Oid test, Oid table) {
    return OidIsValid(test) && pg::call([&] { return DatumGetBool(OidFunctionCall1(test, ObjectIdGetDatum(table))); });
}

Table table_from(const FormData_pg_class *form, std::string schema) {
    Table table;
    table.id = form->oid;
    table.schema = std::move(schema);
    table.name = NameStr(form->relname);
    table.kind = form->relkind;
    table.is_partition = form->relispartition;
    table.is_typed = OidIsValid(form->reloftype);
    table.has_children = form->relhassubclass;
    table.row_security = form->relrowsecurity;
    table.columns.reserve(static_cast<std::size_t>(form->relnatts));
    return table;
}

/// relhassubclass stays set after the last child is dropped, until VACUUM or ANALYZE runs.
void set_children(Snapshot snapshot, Table &table) {
    if (table.has_children && table.kind == RELKIND_RELATION) {
        table.has_children = false;
        scan(InheritsRelationId, InheritsParentIndexId, snapshot, {oid_equals(Anum_pg_inherits_inhparent, table.id)},
             [&](HeapTuple, TupleDesc) {
                 table.has_children = true;
                 return false;
             });
    }
}

/// Inserts an element into a sorted list, usually at the end because the catalogs are mostly in order.
template <class Member, class Element>
void insert_by(Member member, Element element, std::vector<Element> &into) {
    auto place = into.end();
    while (place != into.begin() && element.*member < (*(place - 1)).*member) {
        --place;
    }
    into.insert(place, std::move(element));
}

void add_column(const FormData_pg_attribute *form, Table &table) {
    Column column;
    column.number = form->attnum;
    column.type = form->atttypid;
    column.collation = form->attcollation;
    column.type_modifier = form->atttypmod;
    column.not_null = form->attnotnull;
    column.has_default = form->atthasdef || form->attidentity != '\0' || form->attgenerated != '\0';
    column.name = NameStr(form->attname);
    insert_by(&Column::number, std::move(column), table.columns);
}

/// The columns of a row of pg_constraint.
class Constraint {
public:
    Constraint(HeapTuple tuple, TupleDesc descriptor) {
        pg::call([&] { heap_deform_tuple(tuple, descriptor, values_, nulls_); });
    }

    /// The numbers in an array; empty if it is null.
    ColumnNumbers numbers(AttrNumber attribute) const {
        ColumnNumbers numbers;
        if (!nulls_[attribute - 1]) {
            const Elements<ColumnNumber> from(values_[attribute - 1]);
            for (std::size_t i = 0; i < from.size(); ++i) {
                numbers.push_back(from[i]);
            }
        }
        return numbers;
    }

private:
    Datum values_[Natts_pg_constraint];
    bool nulls_[Natts_pg_constraint];
};

/// Adds a foreign key, notes the index of a primary key or unique constraint in `constrained`, or clears an unproven NOT NULL.
void add_constraint(HeapTuple tuple, TupleDesc descriptor, Table &table, std::vector<Oid> &constrained) {
    auto form = reinterpret_cast<Form_pg_constraint>(GETSTRUCT(tuple));
    if (form->contype == CONSTRAINT_PRIMARY || form->contype == CONSTRAINT_UNIQUE) {
        constrained.push_back(form->conindid);
    } else if (is_unproven_not_null(form)) {
        for (ColumnNumber number : Constraint(tuple, descriptor).numbers(Anum_pg_constraint_conkey)) {
            for (Column &column : table.columns) {
                column.not_null = column.not_null && column.number != number;
            }
        }
    } else if (form->contype == CONSTRAINT_FOREIGN && !OidIsValid(form->conparentid)) {
        const Constraint columns(tuple, descriptor);
        ForeignKey key;
        key.name = NameStr(form->conname);
        key.target = form->confrelid;
        key.columns = columns.numbers(Anum_pg_constraint_conkey);
        key.target_columns = columns.numbers(Anum_pg_constraint_confkey);
        key.validated = form->convalidated;
        key.enforced = is_enforced(form);
        key.match_full = form->confmatchtype == FKCONSTR_MATCH_FULL;
        key.temporal = is_temporal(form);
        key.deferrable = form->condeferrable;
        key.deferred = form->condeferred;
        key.on_delete = form->confdeltype;
        key.on_update = form->confupdtype;
        if (on_delete_columns_attribute != InvalidAttrNumber) {
            key.on_delete_columns = columns.numbers(on_delete_columns_attribute);
        }
        insert_by(&ForeignKey::name, std::move(key), table.foreign_keys);
    }
}

/// `method` is the access method, only for lint; otherwise InvalidOid.
void add_index(HeapTuple tuple, TupleDesc descriptor, std::string name, bool constraint, Oid method, EqualityOfClasses &equality,
               Table &table) {
    auto form = reinterpret_cast<Form_pg_index>(GETSTRUCT(tuple));
    Index index;
    index.name = std::move(name);
    index.columns.assign(form->indkey.values, form->indkey.values + form->indnkeyatts);
    index.unique = form->indisunique;
    index.primary = form->indisprimary;
    index.constraint = constraint;
    index.valid = form->indisvalid && form->indisready && form->indislive;
    index.deferrable = !form->indimmediate;
    index.temporal = form->indisexclusion;
    index.stricter_equality = form->indisunique && has_stricter_equality(tuple, descriptor, table, equality);
    Datum predicate = 0;
    index.partial = get(tuple, descriptor, Anum_pg_index_indpred, &predicate);
    if (index.partial && index.valid) {
        const std::string text = text_from(predicate);
        index.implied_by = implied_by(text);
        index.condition = condition_from(text, table);
    }
    if (OidIsValid(method)) {
        add_use(tuple, descriptor, method, table, index);
    }
    insert_by(&Index::name, std::move(index), table.indexes);
}

/// The declaration tables do not exist yet while the extension is being created.
template <class Row, class Visit>
void for_each_declared(const char *index, std::initializer_list<Equals> keys, Snapshot snapshot, Visit visit) {
    if (OidIsValid(relmeta_relation(Codec<Row>::table))) {
        for (Stored<Row> &stored : StoreTable<Row>(AccessShareLock).read(index, keys, snapshot)) {
            visit(std::move(stored.row));
        }
    }
}

/// The pg_class row of an index.
struct IndexName {
    Oid index;
    Oid method;
    std::string name;
};

/// Reads the tables, and returns all indexes, sorted by OID.
std::vector<IndexName> read_tables(Snapshot snapshot, Facts &facts) {
    std::unordered_map<Oid, std::string> schemas;
    scan(NamespaceRelationId, InvalidOid, snapshot, {}, [&](HeapTuple tuple, TupleDesc) {
        auto form = reinterpret_cast<Form_pg_namespace>(GETSTRUCT(tuple));
        std::string name = NameStr(form->nspname);
        if (takes_part(name)) {
            schemas.emplace(form->oid, std::move(name));
        }
        return true;
    });
    std::vector<IndexName> indexes;
    const Oid test = shard_test();
    scan(RelationRelationId, InvalidOid, snapshot, {}, [&](HeapTuple tuple, TupleDesc) {
        auto form = reinterpret_cast<Form_pg_class>(GETSTRUCT(tuple));
        if (form->relkind == RELKIND_INDEX || form->relkind == RELKIND_PARTITIONED_INDEX) {
            indexes.push_back({form->oid, form->relam, NameStr(form->relname)});
            return true;
        }
        auto schema = takes_part(form) ? schemas.find(form->relnamespace) : schemas.end();
        if (schema != schemas.end() && !is_shard(test, form->oid)) {
            Table table = table_from(form, schema->second);
            set_children(snapshot, table);
            facts.tables.emplace(form->oid, std::move(table));
        }
        return true;
    });
    std::sort(indexes.begin(), indexes.end(), [](const IndexName &a, const IndexName &b) {
        pg::check_interrupts();
        return a.index < b.index;
    });
    return indexes;
}

Table *find(Facts &facts, Oid table) {
    auto found = facts.tables.find(table);
    return found != facts.tables.end() ? &found->second : nullptr;
}

/// Caches the last table, because the catalog rows of a table are usually adjacent.
class Finder {
public:
    explicit Finder(Facts &facts) : facts_(facts) {}

    Table *find(Oid table) {
        if (table != last_) {
            last_ = table;
            found_ = server::find(facts_, table);
        }
        return found_;
    }

private:
    Facts &facts_;
    Oid last_ = InvalidOid;
    Table *found_ = nullptr;
};

void read_columns(Snapshot snapshot, Facts &facts) {
    Finder finder(facts);
    scan(AttributeRelationId, InvalidOid, snapshot, {}, [&](HeapTuple tuple, TupleDesc) {
        auto form = reinterpret_cast<Form_pg_attribute>(GETSTRUCT(tuple));
        Table *table = form->attnum > 0 && !form->attisdropped ? finder.find(form->attrelid) : nullptr;
        if (table != nullptr) {
            add_column(form, *table);
        }
        return true;
    });
}

/// Returns the tables with CHECK constraints, sorted.
std::vector<Oid> read_keys(Snapshot snapshot, bool plain_indexes, std::vector<IndexName> &names, Facts &facts) {
    std::vector<Oid> constrained;
    std::vector<Oid> checked;
    Finder finder(facts);
    scan(ConstraintRelationId, InvalidOid, snapshot, {}, [&](HeapTuple tuple, TupleDesc descriptor) {
        auto form = reinterpret_cast<Form_pg_constraint>(GETSTRUCT(tuple));
        if (Table *table = finder.find(form->conrelid)) {
            add_constraint(tuple, descriptor, *table, constrained);
            if (form->contype == CONSTRAINT_CHECK) {
                checked.push_back(form->conrelid);
            }
        }
        return true;
    });
    std::sort(constrained.begin(), constrained.end());
    EqualityOfClasses equality;
    scan(IndexRelationId, InvalidOid, snapshot, {}, [&](HeapTuple tuple, TupleDesc descriptor) {
        auto form = reinterpret_cast<Form_pg_index>(GETSTRUCT(tuple));
        const auto name = std::lower_bound(names.begin(), names.end(), form->indexrelid,
                                           [](const IndexName &entry, Oid index) { return entry.index < index; });
        const bool known = name != names.end() && name->index == form->indexrelid;
        const bool wanted = known && (form->indisunique || plain_indexes);
        if (Table *table = wanted ? finder.find(form->indrelid) : nullptr) {
            add_index(tuple, descriptor, std::move(name->name),
                      std::binary_search(constrained.begin(), constrained.end(), form->indexrelid),
                      plain_indexes ? name->method : InvalidOid, equality, *table);
        }
        return true;
    });
    sort_unique(checked);
    return checked;
}

/// Reads the foreign keys, and returns the indexes of constraints.
std::vector<Oid> read_foreign_keys_of(Table &table) {
    std::vector<Oid> constrained;
    scan(ConstraintRelationId, ConstraintRelidTypidNameIndexId, nullptr, {oid_equals(Anum_pg_constraint_conrelid, table.id)},
         [&](HeapTuple tuple, TupleDesc descriptor) {
             add_constraint(tuple, descriptor, table, constrained);
             return true;
         });
    return constrained;
}

void read_keys_of(Table &table) {
    const std::vector<Oid> constrained = read_foreign_keys_of(table);
    EqualityOfClasses equality;
    scan(IndexRelationId, IndexIndrelidIndexId, nullptr, {oid_equals(Anum_pg_index_indrelid, table.id)},
         [&](HeapTuple tuple, TupleDesc descriptor) {
             auto form = reinterpret_cast<Form_pg_index>(GETSTRUCT(tuple));
             Oid index = form->indexrelid;
             if (form->indisunique) {
                 const char *name = pg::call([&]() -> const char * { return get_rel_name(index); });
                 add_index(tuple, descriptor, name != nullptr ? name : "",
                           std::find(constrained.begin(), constrained.end(), index) != constrained.end(), InvalidOid, equality,
                           table);
             }
             return true;
         });
}

/// Reads CHECK constraints that require exactly one of some columns to be not null. Ignores those that rows may violate.
void read_exclusive(Snapshot snapshot, Table &table) {
    if (table.foreign_keys.size() < many_keys) {
        return;
    }
    scan(ConstraintRelationId, ConstraintRelidTypidNameIndexId, snapshot, {oid_equals(Anum_pg_constraint_conrelid, table.id)},
         [&](HeapTuple tuple, TupleDesc descriptor) {
             auto form = reinterpret_cast<Form_pg_constraint>(GETSTRUCT(tuple));
             Datum expression = 0;
             if (form->contype == CONSTRAINT_CHECK && form->convalidated && is_enforced(form) &&
                 get(tuple, descriptor, Anum_pg_constraint_conbin, &expression)) {
                 for (ColumnNumbers &columns : exclusive_columns(text_from(expression), table)) {
                     table.exclusive.push_back({NameStr(form->conname), std::move(columns)});
                 }
             }
             return true;
         });
    std::stable_sort(table.exclusive.begin(), table.exclusive.end(),
                     [](const ExclusiveColumns &a, const ExclusiveColumns &b) { return a.check < b.check; });
}

/// Reads the columns from PostgreSQL's cache if this transaction holds a lock that prevents others from changing them, as on the
/// tables that a new foreign key refers to.
bool read_locked_columns_of(Table &table) {
    LOCKTAG tag;
    SET_LOCKTAG_RELATION(tag, MyDatabaseId, table.id);
    Relation relation = pg::call(
        [&]() -> Relation { return holds_lock(tag, ShareRowExclusiveLock) ? RelationIdGetRelation(table.id) : nullptr; });
    if (relation == nullptr) {
        return false;
    }
    for (int i = 0; i < RelationGetNumberOfAttributes(relation); ++i) {
        const FormData_pg_attribute *form = TupleDescAttr(RelationGetDescr(relation), i);
        if (!form->attisdropped) {
            add_column(form, table);
        }
    }
    pg::call([&] { RelationClose(relation); });
    return true;
}

void read_columns_of(Table &table) {
    if (read_locked_columns_of(table)) {
        return;
    }
    scan(AttributeRelationId, AttributeRelidNumIndexId, nullptr, {oid_equals(Anum_pg_attribute_attrelid, table.id)},
         [&](HeapTuple tuple, TupleDesc) {
             auto form = reinterpret_cast<Form_pg_attribute>(GETSTRUCT(tuple));
             if (form->attnum > 0 && !form->attisdropped) {
                 add_column(form, table);
             }
             return true;
         });
}

/// The table without columns and keys; nullopt if it is excluded.
std::optional<Table> read_name(Oid id) {
    HeapTuple tuple = pg::call([&] { return SearchSysCache1(RELOID, ObjectIdGetDatum(id)); });
    if (!HeapTupleIsValid(tuple)) {
        return std::nullopt;
    }
    auto form = reinterpret_cast<Form_pg_class>(GETSTRUCT(tuple));
    std::optional<Table> table;
    if (takes_part(form)) {
        char *schema = pg::call([&] { return get_namespace_name(form->relnamespace); });
        if (schema != nullptr && takes_part(std::string(schema))) {
            table = table_from(form, schema);
            set_children(nullptr, *table);
        }
    }
    pg::call([&] { ReleaseSysCache(tuple); });
    return table;
}

/// Reads the declarations about a holder, and all facts of their targets, because unique indexes on both sides prove the kind.
void read_declarations(Oid holder, const std::vector<Oid> &holders, Facts &facts) {
    for_each_declared<DeclaredBridge>(Codec<DeclaredBridge>::bridge_index, {oid_equals(Codec<DeclaredBridge>::bridge, holder)},
                                      nullptr,
                                      [&](DeclaredBridge row) { find(facts, holder)->bridge = std::move(row.declaration); });
    for_each_declared<DeclaredRelationship>(Codec<DeclaredRelationship>::source_index,
                                            {oid_equals(Codec<DeclaredRelationship>::source, holder)}, nullptr,
                                            [&](const DeclaredRelationship &row) {
                                                if (!std::binary_search(holders.begin(), holders.end(), row.target)) {
                                                    read_table(row.target, Depth::all, facts);
                                                }
                                                declare(row, *find(facts, holder), facts, constants_as_of(nullptr));
                                            });
}

/// Whether another table references this one, according to the facts of `holders` and the stored relationships of others.
bool is_referenced(Oid table, const std::vector<Oid> &holders, const Facts &facts) {
    return std::any_of(holders.begin(), holders.end(),
                       [&](Oid id) {
                           const Table *holder = facts.table(id);
                           return id != table && holder != nullptr &&
                                  std::any_of(holder->foreign_keys.begin(), holder->foreign_keys.end(),
                                              [&](const ForeignKey &key) { return key.target == table; });
                       }) ||
           is_referenced_by_others(table, holders);
}

/// Whether the error means that an object no longer exists: from PostgreSQL, or from core.
bool says_gone(const ErrorData &error) {
    const std::string_view format = error.message_id != nullptr ? error.message_id : "";
    return error.sqlerrcode == ERRCODE_UNDEFINED_OBJECT || error.sqlerrcode == ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE ||
           (error.sqlerrcode == ERRCODE_INTERNAL_ERROR && format.substr(0, 19) == "cache lookup failed");
}

}  // namespace

void read_steadily(const std::function<void()> &read) {
    for (int left = 9;; --left) {
        ErrorData *error = pg::in_subtransaction([&] { read(); });
        if (error == nullptr) {
            return;
        }
        if (left == 0 || !says_gone(*error)) {
            throw pg::Error{error};
        }
    }
}

Facts read_catalog(Snapshot snapshot, bool plain_indexes) {
    Facts facts(words());
    std::vector<IndexName> indexes = read_tables(snapshot, facts);
    read_columns(snapshot, facts);
    const std::vector<Oid> checked = read_keys(snapshot, plain_indexes, indexes, facts);
    read_view_queries(snapshot, facts);
    for (auto &entry : facts.tables) {
        pg::check_interrupts();
        for (const ForeignKey &key : entry.second.foreign_keys) {
            entry.second.refers_to.push_back(key.target);
            Table *target = key.target != entry.first ? find(facts, key.target) : nullptr;
            if (target != nullptr) {
                target->is_referenced = true;
            }
        }
        sort_unique(entry.second.refers_to);
        if (std::binary_search(checked.begin(), checked.end(), entry.first)) {
            read_exclusive(snapshot, entry.second);
        }
    }
    for_each_declared<DeclaredBridge>(nullptr, {}, snapshot, [&](DeclaredBridge row) {
        if (Table *table = find(facts, row.bridge)) {
            table->bridge = std::move(row.declaration);
        }
    });
    for_each_declared<DeclaredRelationship>(nullptr, {}, snapshot, [&](const DeclaredRelationship &row) {
        if (Table *table = find(facts, row.source)) {
            declare(row, *table, facts, constants_as_of(snapshot));
        }
    });
    return facts;
}

bool read_table(Oid id, Depth depth, Facts &facts) {
    std::optional<Table> table = read_name(id);
    // A table that is not a shard references no shards.
    const bool keys = depth == Depth::foreign_keys || depth == Depth::all;
    if (!table || (keys && is_shard(shard_test(), id))) {
        return false;
    }
    if (depth == Depth::columns || depth == Depth::all) {
        read_columns_of(*table);
    }
    if (depth == Depth::foreign_keys) {
        read_foreign_keys_of(*table);
    }
    if (depth == Depth::all) {
        read_keys_of(*table);
        read_exclusive(nullptr, *table);
        if (table->is_view()) {
            read_view_query_of(*table);
        }
    }
    facts.tables.insert_or_assign(id, std::move(*table));
    return true;
}

void read_privileges(Table &table) {
    const Oid role = GetUserId();
    // A table that another session has dropped is not readable.
    bool gone = false;
    const bool schema = pg::call([&] {
        const Oid schema_of_table = get_rel_namespace(table.id);
        return OidIsValid(schema_of_table) && may_use_schema(schema_of_table);
    });
    if (schema && pg::call([&] { return pg_class_aclcheck_ext(table.id, role, ACL_SELECT, &gone) == ACLCHECK_OK; }) && !gone) {
        return;
    }
    for (Column &column : table.columns) {
        column.readable = schema && !gone && pg::call([&] {
                              return pg_attribute_aclcheck_ext(table.id, column.number, role, ACL_SELECT, &gone) == ACLCHECK_OK;
                          }) &&
                          !gone;
    }
}

Facts read_holders(const std::vector<Oid> &holders) {
    Facts facts(words());
    for (Oid holder : holders) {
        read_table(holder, Depth::all, facts);
    }
    std::vector<Oid> views;
    std::copy_if(holders.begin(), holders.end(), std::back_inserter(views), [&](Oid holder) {
        const Table *table = find(facts, holder);
        return table != nullptr && table->is_view();
    });
    read_around_views(views, facts);
    for (Oid holder : holders) {
        Table *table = find(facts, holder);
        if (table == nullptr) {
            continue;
        }
        for (const ForeignKey &key : table->foreign_keys) {
            if (facts.table(key.target) == nullptr) {
                read_table(key.target, Depth::columns, facts);
            }
        }
        read_declarations(holder, holders, facts);
    }
    for (Oid holder : holders) {
        Table *table = find(facts, holder);
        if (table == nullptr) {
            continue;
        }
        std::vector<const ColumnReference *> references;
        for (const ForeignKey &key : table->foreign_keys) {
            references.push_back(&key);
        }
        for (const RelationshipDeclaration &declaration : table->declared) {
            references.push_back(&declaration);
        }
        if (references.size() >= many_keys) {
            for (const ColumnReference *key : references) {
                if (Table *target = find(facts, key->target)) {
                    target->refers_to = referenced_tables(key->target);
                    sort_unique(target->refers_to);
                }
            }
        }
        // Only bridges depend on it, and they have at least two keys.
        table->is_referenced = references.size() > 1 && is_referenced(holder, holders, facts);
    }
    if (!views.empty()) {
        read_declared(facts);
    }
    return facts;
}

bool takes_part(Oid table) { return read_name(table).has_value(); }

std::vector<Oid> referenced_tables(Oid table) {
    std::vector<Oid> targets;
    scan(ConstraintRelationId, ConstraintRelidTypidNameIndexId, nullptr, {oid_equals(Anum_pg_constraint_conrelid, table)},
         [&](HeapTuple tuple, TupleDesc) {
             auto form = reinterpret_cast<Form_pg_constraint>(GETSTRUCT(tuple));
             if (form->contype == CONSTRAINT_FOREIGN && !OidIsValid(form->conparentid)) {
                 targets.push_back(form->confrelid);
             }
             return true;
         });
    return targets;
}

bool is_referenced_by_others(Oid table, const std::vector<Oid> &holders) {
    bool found = false;
    if (OidIsValid(relmeta_relation(Codec<Relationship>::table))) {
        StoreTable<Relationship>(AccessShareLock)
            .visit(Codec<Relationship>::source_index, {oid_equals(Codec<Relationship>::source, table)}, nullptr,
                   [&](const Stored<Relationship> &stored) {
                       found = stored.row.holder != table && stored.row.origin != Origin::declared &&
                               stored.row.origin != Origin::view &&
                               !std::binary_search(holders.begin(), holders.end(), stored.row.holder);
                       return !found;
                   });
    }
    return found;
}

}  // namespace relmeta::server
