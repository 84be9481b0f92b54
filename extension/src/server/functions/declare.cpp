// The SQL functions declare_bridge, reject_bridge, declare_relationship, rename_relationship and forget. They record declarations
// of table owners without running DDL.
#include <algorithm>
#include <optional>

#include "core/derive/bridge.hpp"
#include "core/model/sort_unique.hpp"
#include "core/text/quote.hpp"
#include "server/catalog/catalog_reader.hpp"
#include "server/catalog/conditions.hpp"
#include "server/catalog/equality_of_types.hpp"
#include "server/catalog/words.hpp"
#include "server/functions/arguments.hpp"
#include "server/pg/spi.hpp"
#include "server/sync/declarations.hpp"
#include "server/sync/locks.hpp"

extern "C" {
#include <catalog/pg_type.h>
#include <storage/lmgr.h>
#include <utils/lsyscache.h>
#include <utils/syscache.h>
}

using namespace relmeta;
using namespace relmeta::server;

namespace {

/// A table for a declaration, locked until commit so that its columns are not dropped or renamed. Throws UserError if it does not
/// exist.
Oid locked_table(FunctionCallInfo fcinfo, int number, const char *name) {
    const Oid table = table_argument(fcinfo, number, name);
    const bool there = pg::call([&] {
        LockRelationOid(table, AccessShareLock);
        return SearchSysCacheExists1(RELOID, ObjectIdGetDatum(table));
    });
    if (!there) {
        throw UserError(sqlstate::undefined_table, "relation given as " + std::string(name) + " does not exist",
                        "It was dropped concurrently. Use an existing relation.");
    }
    return table;
}

/// Reads a table for a declaration. Throws UserError if it is excluded.
const Table &table_in(Facts &facts, Oid id) {
    if (!read_table(id, Depth::all, facts)) {
        throw takes_no_part(id);
    }
    return facts.at(id);
}

/// The columns with these names. Throws UserError if one does not exist.
ColumnNumbers columns_of(const Table &table, const ColumnNames &names, const char *argument) {
    const std::string hint = "Its columns are: " + join(table.columns, ", ", [](const Column &c) { return c.name; }) + ".";
    if (names.empty()) {
        throw UserError(sqlstate::invalid_parameter_value,
                        std::string(argument) + " must name at least one column of " + in_quotes(table.name), hint);
    }
    ColumnNumbers numbers;
    for (const std::string &name : names) {
        pg::check_interrupts();
        const Column *column = table.column(name);
        if (column == nullptr) {
            throw UserError(sqlstate::undefined_column,
                            "column " + in_quotes(name) + " of relation " + in_quotes(table.name) + " does not exist", hint);
        }
        if (std::find(numbers.begin(), numbers.end(), column->number) != numbers.end()) {
            throw UserError(sqlstate::duplicate_column, "column " + in_quotes(name) + " specified more than once in " + argument,
                            "Name each column once.");
        }
        numbers.push_back(column->number);
    }
    return numbers;
}

/// Throws UserError unless each pair of columns can be compared in a join.
void require_comparable(const Table &source, const ColumnNumbers &columns, const Table &target, const ColumnNumbers &others) {
    if (columns.size() != others.size()) {
        throw UserError(sqlstate::invalid_foreign_key, "source_columns and target_columns must have the same number of columns",
                        "Each source column is paired with the target column at the same position.");
    }
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const Column &left = source.at(columns[i]);
        const Column &right = target.at(others[i]);
        if (!are_comparable(left.type, right.type)) {
            throw UserError(sqlstate::datatype_mismatch,
                            "columns " + in_quotes(left.name) + " and " + in_quotes(right.name) + " cannot be compared",
                            "No operator = exists for their types. Declare a view that casts one of them instead.");
        }
    }
}

void require_name(const std::string &name) {
    if (name.size() > max_name_bytes) {
        throw UserError(sqlstate::name_too_long, "name " + in_quotes(cut(name)) + " is too long",
                        "A name can have at most " + std::to_string(max_name_bytes) + " bytes.");
    }
}

/// Whether the relationship gives up its name if the owner of its source chooses it for another one.
bool yields(const Relationship &relationship) {
    if (relationship.origin != Origin::declared || !relationship.reverse || !is_owner(relationship.source)) {
        return false;
    }
    Relationship with_condition = relationship;
    add_condition(with_condition);
    StoreTable<DeclaredRelationship> declarations(AccessShareLock);
    const auto declared = declarations.by_source(relationship.target);
    return std::any_of(declared.begin(), declared.end(), [&](const Stored<DeclaredRelationship> &row) {
        return row.row.inverse_yields && is_declaration_of(row.row, with_condition);
    });
}

/// Throws UserError if another relationship or a column of the table has this name.
void require_free(const Table &source, const std::string &name, const Relationship *except) {
    StoreTable<Relationship> relationships(AccessShareLock);
    for (const auto &row : relationships.by_source(source.id)) {
        bool same = except != nullptr && row.row.name == except->name;
        if (row.row.name == name && !same && !yields(row.row)) {
            throw UserError(sqlstate::duplicate_object,
                            "relationship " + in_quotes(name) + " of table " + in_quotes(source.name) + " already exists",
                            "Choose another name, or rename the existing relationship with relmeta.rename_relationship.");
        }
    }
    if (source.column(name) != nullptr) {
        throw UserError(sqlstate::duplicate_column, "table " + in_quotes(source.name) + " has a column " + in_quotes(name),
                        "Choose another name. A relationship cannot share its name with a column of its source.");
    }
}

/// The forward relationship of a declaration; nullopt if it does not exist.
std::optional<Relationship> declared_relationship(const DeclaredRelationship &declared) {
    StoreTable<Relationship> relationships(AccessShareLock);
    for (auto &row : relationships.by_holder(declared.source)) {
        if (row.row.origin != Origin::declared || row.row.reverse) {
            continue;
        }
        add_condition(row.row);
        if (is_declaration_of(declared, row.row)) {
            return row.row;
        }
    }
    return std::nullopt;
}

DeclaredRelationship declaration(FunctionCallInfo fcinfo) {
    DeclaredRelationship declared;
    declared.source = locked_table(fcinfo, 0, "source");
    require_argument(fcinfo, 1, "source_columns");
    declared.source_columns = names_argument(fcinfo, 1, "source_columns");
    declared.target = locked_table(fcinfo, 2, "target");
    require_argument(fcinfo, 3, "target_columns");
    declared.target_columns = names_argument(fcinfo, 3, "target_columns");
    declared.kind = text_or_empty(fcinfo, 4);
    declared.name = text_or_empty(fcinfo, 5);
    declared.inverse_name = text_or_empty(fcinfo, 6);
    declared.condition = PG_NARGS() > 7 ? Condition::given(text_or_empty(fcinfo, 7)).text() : std::string();
    return declared;
}

/// The enumerated types of the columns that the condition tests.
std::vector<Oid> enumerated_types(const Table &source, const std::string &condition) {
    std::vector<Oid> types;
    for (const std::string &name : Condition(condition).columns()) {
        const Column *column = source.column(name);
        if (column != nullptr && pg::call([&] { return get_typtype(column->type); }) == TYPTYPE_ENUM) {
            types.push_back(column->type);
        }
    }
    sort_unique(types);
    return types;
}

/// Lets PostgreSQL check that the columns can be compared with the constants.
void require_condition(const Table &source, const std::string &text) {
    if (text.empty()) {
        return;
    }
    const Condition condition(text);
    require_columns(source, condition);
    const std::string query = "SELECT FROM " + quote_qualified(source.schema, source.name) + " AS t WHERE " +
                              condition.sql("t", source, constant_of_type);
    try {
        pg::call([&] {
            SPI_connect();
            if (SPI_prepare(query.c_str(), 0, nullptr) == nullptr) {
                elog(ERROR, "SPI_prepare failed: %s", SPI_result_code_string(SPI_result));
            }
            SPI_finish();
        });
    } catch (const pg::Error &error) {
        hide_statement(*error.data, query, "condition on table \"" + source.name + "\"");
        throw;
    }
}

void require_kind(const std::string &kind) {
    for (Kind known : {Kind::one_to_one, Kind::one_to_many, Kind::many_to_one, Kind::many_to_many}) {
        if (kind.empty() || kind == to_string(known)) {
            return;
        }
    }
    throw UserError(sqlstate::invalid_parameter_value, "invalid value for parameter \"kind\": " + in_quotes(kind),
                    "Available values: one_to_one, one_to_many, many_to_one, many_to_many.");
}

/// Throws UserError if a foreign key has this link, in either direction, or if it is declared in the other direction.
void require_new_link(const Table &source, const ColumnNumbers &columns, const Table &target, const ColumnNumbers &others,
                      const std::string &condition) {
    if (!condition.empty()) {
        return;  // it links fewer rows
    }
    auto refuse = [](const ForeignKey &key) {
        throw UserError(sqlstate::duplicate_object, "foreign key " + in_quotes(key.name) + " already defines this relationship",
                        "Rename it with relmeta.rename_relationship.");
    };
    for (const ForeignKey &key : source.foreign_keys) {
        if (key.target == target.id && same_pairs(key.columns, key.target_columns, columns, others)) {
            refuse(key);
        }
    }
    for (const ForeignKey &key : target.foreign_keys) {
        if (key.target == source.id && same_pairs(key.columns, key.target_columns, others, columns)) {
            refuse(key);
        }
    }
    if (source.id == target.id && same_pairs(columns, others, others, columns)) {
        return;  // the same in both directions
    }
    StoreTable<Relationship> relationships(AccessShareLock);
    for (const auto &stored : relationships.by_source(source.id)) {
        Relationship row = stored.row;
        if (row.origin != Origin::declared || !row.reverse || row.target != target.id) {
            continue;
        }
        add_condition(row);
        if (row.condition.empty() &&
            same_pairs(source.numbers(row.source_columns), target.numbers(row.target_columns), columns, others)) {
            throw UserError(sqlstate::duplicate_object, "relationship is already declared from " + in_quotes(target.name),
                            "Rename it with relmeta.rename_relationship, or remove it with relmeta.forget.");
        }
    }
}

/// Throws UserError unless the given names are free. `old` is the relationship that the declaration replaces.
void require_names(const DeclaredRelationship &declared, const Table &source, const Table &target,
                   const std::optional<Relationship> &old) {
    Relationship back = old.value_or(Relationship());
    back.name = back.inverse;
    require_name(declared.name);
    require_name(declared.inverse_name);
    if (!declared.name.empty()) {
        require_free(source, declared.name, old ? &*old : nullptr);
    }
    if (!declared.inverse_name.empty()) {
        require_free(target, declared.inverse_name, old ? &back : nullptr);
    }
    if (!declared.name.empty() && source.id == target.id && declared.name == declared.inverse_name) {
        throw UserError(sqlstate::duplicate_object,
                        "relationship " + in_quotes(declared.name) + " of table " + in_quotes(source.name) + " specified twice",
                        "Use different values for name and inverse_name. Both relationships start from this table.");
    }
}

/// A name on another owner's table is not reserved. If that owner has chosen a name, it is kept.
void respect_inverse_name(DeclaredRelationship &declared) {
    if (is_owner(declared.target)) {
        return;
    }
    declared.inverse_yields = true;
    StoreTable<DeclaredRelationship> declarations(AccessShareLock);
    for (const auto &row : declarations.by_source(declared.source)) {
        const DeclaredRelationship &old = row.row;
        if (same_declaration(old, declared) && !old.inverse_yields) {
            if (!declared.inverse_name.empty() && declared.inverse_name != old.inverse_name) {
                require_owner(declared.target);
            }
            declared.inverse_name = old.inverse_name;
            declared.inverse_yields = false;
        }
    }
}

/// A hint for a table that links others without foreign keys.
std::string no_keys(const Table &table) {
    return std::string(table.kind == 'r' || table.kind == 'p' ? "Add foreign keys, or declare" : "Declare") +
           " what its columns refer to, as in SELECT relmeta.declare_relationship(" +
           quote_literal(quote_qualified(table.schema, table.name)) + ", '{column}', 'other_table', '{column}').";
}

/// The condition of the declared relationship with this name as an end.
std::string condition_of(const Table &table, const std::string &end) {
    for (const RelationshipDeclaration &declaration : table.declared) {
        if (reference(table, end) == &declaration) {
            return declaration.condition;
        }
    }
    return {};
}

/// The names of the possible ends.
std::string ends_of(const Table &table) {
    std::vector<std::string> names;
    for (const ForeignKey &key : table.foreign_keys) {
        names.push_back(key.name);
    }
    for (const RelationshipDeclaration &declaration : table.declared) {
        names.push_back(end_name(table, declaration));
    }
    return join(names, ", ");
}

/// Throws UserError if two ends define the same link.
void require_distinct_links(const Table &table, const std::vector<std::string> &ends) {
    for (auto end = ends.begin(); end != ends.end(); ++end) {
        const auto again = std::find_if(ends.begin(), end, [&](const std::string &other) {
            return same_link(*reference(table, other), *reference(table, *end)) && condition_of(table, other) == condition_of(table, *end);
        });
        if (again != end) {
            throw UserError(sqlstate::invalid_parameter_value,
                            "ends " + in_quotes(*again) + " and " + in_quotes(*end) + " use the same columns",
                            "Name only one of them. Both define the same link.");
        }
    }
}

}  // namespace

RELMETA_FUNCTION(relmeta_declare_bridge) {
    require_writable("declare_bridge");
    lock_catalog(RowExclusiveLock);
    Oid bridge = locked_table(fcinfo, 0, "bridge");
    BridgeDeclaration declaration{BridgeDeclaration::Verdict::declared, names_argument(fcinfo, 1, "ends")};
    require_owner(bridge);
    Facts facts(words());
    table_in(facts, bridge);
    Facts around = read_holders({bridge});
    const Table &table = around.at(bridge);
    const std::string keys = ends_of(table);
    const std::string known = "Its foreign keys" + std::string(table.declared.empty() ? "" : " and declared relationships") +
                              " are: " + keys + ".";
    for (const std::string &end : declaration.ends) {
        if (reference(table, end) == nullptr) {
            throw UserError(sqlstate::undefined_object,
                            "foreign key or declared relationship " + in_quotes(end) + " of table " + in_quotes(table.name) +
                                " does not exist",
                            keys.empty() ? no_keys(table) : known);
        }
        if (std::count(declaration.ends.begin(), declaration.ends.end(), end) > 1) {
            throw UserError(sqlstate::invalid_parameter_value, "end " + in_quotes(end) + " specified more than once in ends",
                            "Name it once.");
        }
    }
    require_distinct_links(table, declaration.ends);
    Table candidate = table;
    candidate.bridge = declaration;
    Recognition recognition = recognise(candidate, around);
    if (!recognition.bridge) {
        throw UserError(sqlstate::wrong_object_type, in_quotes(table.name) + " cannot be a bridge",
                        table.is_partition ? "Declare the partitioned table it belongs to."
                        : keys.empty()     ? no_keys(table)
                                           : "A bridge has two or more ends, each a foreign key or a declared relationship to one "
                                             "row. Add the missing one, or declare it with relmeta.declare_relationship.",
                        keys.empty() ? "It has no foreign keys." : known);
    }
    record_bridge(bridge, declaration);
    PG_RETURN_VOID();
}

RELMETA_FUNCTION(relmeta_reject_bridge) {
    require_writable("reject_bridge");
    lock_catalog(RowExclusiveLock);
    Oid bridge = locked_table(fcinfo, 0, "bridge");
    require_owner(bridge);
    Facts facts(words());
    table_in(facts, bridge);
    record_bridge(bridge, {BridgeDeclaration::Verdict::rejected, {}});
    PG_RETURN_VOID();
}

RELMETA_FUNCTION(relmeta_declare_relationship) {
    require_writable("declare_relationship");
    lock_catalog(RowExclusiveLock);
    DeclaredRelationship declared = declaration(fcinfo);
    require_owner(declared.source);
    require_kind(declared.kind);
    Facts facts(words());
    for (Oid table : {declared.source, declared.target}) {
        if (!takes_part(table)) {
            throw takes_no_part(table);
        }
    }
    require_references(declared.target);
    // Blocks CREATE UNIQUE INDEX, which could change the proof.
    lock_relation(declared.source, ShareUpdateExclusiveLock);
    lock_relation(declared.target, ShareUpdateExclusiveLock);
    table_in(facts, declared.source);
    table_in(facts, declared.target);
    const Table &source = facts.at(declared.source);
    const Table &target = facts.at(declared.target);
    ColumnNumbers columns = columns_of(source, declared.source_columns, "source_columns");
    ColumnNumbers others = columns_of(target, declared.target_columns, "target_columns");
    require_comparable(source, columns, target, others);
    require_new_link(source, columns, target, others, declared.condition);
    const LabelLocks labels(enumerated_types(source, declared.condition));
    require_condition(source, declared.condition);
    RelationshipDeclaration proposed;
    proposed.columns = columns;
    proposed.target_columns = others;
    proposed.kind = declared.kind;
    proposed.condition = declared.condition;
    require_possible(proposed, source, target);
    respect_inverse_name(declared);
    require_names(declared, source, target, declared_relationship(declared));
    record_relationship(declared);
    const std::optional<Relationship> relationship = declared_relationship(declared);
    if (!relationship) {
        throw UserError(sqlstate::internal_error, "declared relationship was not derived");
    }
    // Store the assigned names in the declaration, so that a dump preserves them.
    declared.name = relationship->name;
    declared.inverse_name = relationship->inverse;
    record_relationship(declared);
    return to_name(relationship->name);
}

RELMETA_FUNCTION(relmeta_rename_relationship) {
    require_writable("rename_relationship");
    lock_catalog(RowExclusiveLock);
    Oid source = locked_table(fcinfo, 0, "source");
    std::string name = name_argument(fcinfo, 1, "name");
    std::string new_name = text_argument(fcinfo, 2, "new_name");
    require_owner(source);
    Relationship relationship = relationship_named(source, name);
    require_name(new_name);
    if (new_name.empty()) {
        throw UserError(sqlstate::invalid_name, "a relationship must have a name",
                        "To remove a chosen name, use relmeta.forget.");
    }
    Facts facts(words());
    require_free(table_in(facts, source), new_name, &relationship);
    record_name(relationship, new_name);
    // If the catalog was stale, the relationship may no longer exist. Its name is then reserved for its key.
    auto held = StoreTable<Relationship>(AccessShareLock).by_holder(relationship.holder);
    add_conditions(held, declarations_of(relationship.holder));
    const bool has_another_name = std::any_of(held.begin(), held.end(), [&](const Stored<Relationship> &row) {
        return row.row.source == source && row.row.constraint == relationship.constraint &&
               row.row.far_constraint == relationship.far_constraint && row.row.reverse == relationship.reverse &&
               row.row.target == relationship.target && row.row.source_columns == relationship.source_columns &&
               row.row.target_columns == relationship.target_columns && row.row.condition == relationship.condition &&
               row.row.name != new_name;
    });
    if (has_another_name) {
        for (const auto &waiting : StoreTable<NameRecord>(AccessShareLock).by_source(source)) {
            if (waiting.row.name == new_name && waiting.row.constraint != relationship.constraint) {
                throw UserError(sqlstate::duplicate_object,
                                "name " + in_quotes(new_name) + " of table " + in_quotes(relation_name(source)) +
                                    " was chosen for foreign key " + in_quotes(waiting.row.constraint) + " of table " +
                                    in_quotes(relation_name(waiting.row.holder)),
                                "Choose another name.");
            }
        }
        throw UserError(sqlstate::lock_not_available,
                        "relationship " + in_quotes(new_name) + " is being changed by another transaction",
                        "Run the command again after that transaction has ended.");
    }
    PG_RETURN_VOID();
}

RELMETA_FUNCTION(relmeta_forget) {
    require_writable("forget");
    lock_catalog(RowExclusiveLock);
    Oid source = locked_table(fcinfo, 0, "source");
    require_owner(source);
    if (!PG_ARGISNULL(1)) {
        const Relationship relationship = relationship_named(source, name_argument(fcinfo, 1, "name"));
        if (is_said(relationship)) {
            forget_relationship(relationship);
        } else if (!name_again(relationship)) {
            throw UserError(sqlstate::object_not_in_prerequisite_state,
                            "name " + in_quotes(relationship.name) + " of a relationship of table " +
                                in_quotes(relation_name(source)) + " was not chosen",
                            "A new relationship would get the same name. To choose another, use relmeta.rename_relationship.");
        }
        PG_RETURN_VOID();
    }
    forget_bridge(source);
    std::vector<Relationship> found;
    for (auto &row : StoreTable<Relationship>(AccessShareLock).by_source(source)) {
        if (row.row.origin != Origin::declared || !row.row.reverse) {
            add_condition(row.row);
            found.push_back(std::move(row.row));
        }
    }
    for (const Relationship &relationship : found) {
        forget_relationship(relationship);
    }
    forget_waiting(source);
    PG_RETURN_VOID();
}
