// Helpers for the DDL of bridges and references: unique names, checks of tables, and SQL fragments.
#include "core/build/ddl_parts.hpp"

#include <algorithm>
#include <cstddef>

#include "core/naming/inflect.hpp"
#include "core/text/error.hpp"
#include "core/text/lower.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

std::string object_name(const std::vector<std::string> &parts, const std::string &label) {
    std::vector<std::size_t> lengths;
    std::size_t total = label.empty() ? parts.size() - 1 : parts.size() + label.size();
    for (const std::string &part : parts) {
        lengths.push_back(part.size());
        total += part.size();
    }
    for (; total > max_name_bytes; --total) {
        // Start at the back: of parts of equal length, makeObjectName truncates the last.
        --*std::max_element(lengths.rbegin(), lengths.rend());
    }
    std::string name;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        name += (i > 0 ? "_" : "") + cut(parts[i], lengths[i]);
    }
    return label.empty() ? name : name + "_" + label;
}

namespace ddl {

namespace {

bool contains_words(const std::string &column, const std::string &noun) {
    const std::vector<std::string> in = split_words(column);
    const std::vector<std::string> wanted = split_words(noun);
    return !wanted.empty() && std::search(in.begin(), in.end(), wanted.begin(), wanted.end()) != in.end();
}

/// The key column without its table's name: id for user_id of user or users.
std::string without_table(const std::string &column, const std::string &table, const Words &words) {
    for (const std::string &noun : {table, singular(table, words)}) {
        const std::string prefix = noun + "_";
        if (column.size() > prefix.size() && column.compare(0, prefix.size(), prefix) == 0) {
            return column.substr(prefix.size());
        }
    }
    return column;
}

/// How to name columns that reference `target`, from shortest to most explicit.
enum class Explicitness { by_singular, by_table, by_schema };

ColumnNames columns_of(const TableDescription &target, const std::string &role, Explicitness explicitness, const Words &words) {
    std::string label = role;
    if (role.empty()) {
        label = explicitness == Explicitness::by_schema  ? target.schema + "_" + target.name
                : explicitness == Explicitness::by_table ? target.name
                                                         : singular(target.name, words);
    }
    ColumnNames columns;
    for (const KeyColumn &key : target.key) {
        const bool carries = contains_words(key.name, label) ||
                             (role.empty() && explicitness == Explicitness::by_singular && contains_words(key.name, target.name));
        const std::string rest = role.empty() ? key.name : without_table(key.name, target.name, words);
        columns.push_back(carries ? key.name : object_name({label, rest}));
    }
    return columns;
}

const char *noun_of(char kind) {
    switch (kind) {
        case 'v': return "a view";
        case 'm': return "a materialized view";
        case 'f': return "a foreign table";
        case 'S': return "a sequence";
        case 'c': return "a composite type";
        case 'i':
        case 'I': return "an index";
        default: return "something else";
    }
}

}  // namespace

std::string distinct_name(const std::string &name, const Taken &is_taken) {
    std::string candidate = name;
    for (int number = 2; is_taken(candidate); ++number) {
        candidate = object_name({name}, std::to_string(number));
    }
    return candidate;
}

std::string index_name(const std::string &table, const ColumnNames &columns, std::set<std::string> &used, const Taken &taken) {
    const std::string joined = join(columns, "_");
    std::string name = object_name({table, joined}, "idx");
    for (int number = 1; used.count(name) > 0 || taken(name); ++number) {
        name = object_name({table, joined}, "idx" + std::to_string(number));
    }
    used.insert(name);
    return name;
}

void name_columns(std::vector<PlannedEnd> &ends, const Words &words) {
    std::vector<bool> alike(ends.size(), true);
    for (Explicitness explicitness : {Explicitness::by_singular, Explicitness::by_table, Explicitness::by_schema}) {
        for (std::size_t i = 0; i < ends.size(); ++i) {
            if (alike[i]) ends[i].columns = columns_of(ends[i].target, ends[i].role, explicitness, words);
        }
        for (std::size_t i = 0; i < ends.size(); ++i) {
            alike[i] = std::any_of(ends.begin(), ends.end(), [&](const PlannedEnd &other) {
                return &other != &ends[i] &&
                       std::find_first_of(other.columns.begin(), other.columns.end(), ends[i].columns.begin(),
                                          ends[i].columns.end()) != other.columns.end();
            });
        }
    }
    std::set<std::string> used;
    for (PlannedEnd &end : ends) {
        for (std::string &column : end.columns) {
            column = distinct_name(column, [&](const std::string &name) { return used.count(name) > 0; });
            used.insert(column);
        }
    }
}

void require_role(const std::string &role) {
    if (role.empty()) {
        throw UserError(sqlstate::invalid_parameter_value, "a role must not be empty",
                        "A role is the prefix of a column name. Omit it to use the table name.");
    }
}

void require_table(const TableDescription &table) {
    if (table.system) {
        throw UserError(sqlstate::wrong_object_type, in_quotes(table.name) + " is a system table",
                        "Use a table outside the schemas pg_catalog, information_schema and relmeta.");
    }
    if (table.kind != 'r' && table.kind != 'p') {
        const bool declarable = table.kind == 'v' || table.kind == 'm' || table.kind == 'f';
        throw UserError(sqlstate::wrong_object_type, in_quotes(table.name) + " is not a table",
                        declarable ? "To record a relationship without a foreign key, use relmeta.declare_relationship."
                                   : "Use an ordinary or partitioned table.",
                        in_quotes(table.name) + " is " + noun_of(table.kind) + ".");
    }
    if (table.persistence == 't') {
        throw UserError(sqlstate::invalid_table_definition, in_quotes(table.name) + " is a temporary table",
                        "Use a permanent table; relationships outlive the session.");
    }
    if (!table.partition_of.empty()) {
        throw UserError(sqlstate::wrong_object_type, in_quotes(table.name) + " is a partition",
                        "Use the partitioned table " + in_quotes(table.partition_of) + ".");
    }
}

void require_key(const TableDescription &table) {
    const std::string primary_key = " primary key of table " + in_quotes(table.name);
    switch (table.primary_key) {
        case TableDescription::Key::usable: return;
        case TableDescription::Key::missing:
            throw UserError(
                sqlstate::undefined_object, "table " + in_quotes(table.name) + " has no primary key",
                "Add one first: ALTER TABLE " + quote_qualified(table.schema, table.name) + " ADD PRIMARY KEY (...).");
        case TableDescription::Key::deferrable:
            throw UserError(sqlstate::object_not_in_prerequisite_state, "cannot reference the deferrable" + primary_key,
                            "Recreate it as NOT DEFERRABLE.");
        case TableDescription::Key::temporal:
            throw UserError(sqlstate::feature_not_supported,
                            "cannot reference the temporal" + primary_key + " with a plain foreign key",
                            "Use a table whose primary key does not use WITHOUT OVERLAPS.");
    }
}

std::string on_delete_clause(const std::string &action, const std::vector<std::string> &allowed) {
    const std::string wanted = lower(action);
    if (std::find(allowed.begin(), allowed.end(), wanted) == allowed.end()) {
        throw UserError(sqlstate::invalid_parameter_value, "invalid value for parameter \"on_delete\": " + in_quotes(action),
                        "Available values: " + join(allowed, ", ") + ".");
    }
    if (wanted == "no action") return {};
    std::string clause = " ON DELETE ";
    for (unsigned char c : wanted) {
        clause += static_cast<char>(std::toupper(c));
    }
    return clause;
}

std::string declared(const std::string &column, const KeyColumn &key) {
    return quote_identifier(column) + " " + key.type + (key.collation.empty() ? "" : " COLLATE " + key.collation);
}

std::string references(const TableDescription &target, const std::string &on_delete) {
    return "REFERENCES " + quote_qualified(target.schema, target.name) + " (" +
           join(target.key, ", ", [](const KeyColumn &key) { return quote_identifier(key.name); }) + ")" + on_delete;
}

std::string foreign_key(const ColumnNames &columns, const TableDescription &target, const std::string &on_delete) {
    return "FOREIGN KEY (" + quote_identifiers(columns) + ") " + references(target, on_delete);
}

std::string create_index(const std::string &name, const std::string &schema, const std::string &table,
                         const ColumnNames &columns) {
    return "CREATE INDEX " + quote_identifier(name) + " ON " + quote_qualified(schema, table) + " (" +
           quote_identifiers(columns) + ");";
}

}  // namespace ddl

}  // namespace relmeta
