// Build the file from the declarations and the current names.
#include <algorithm>
#include <map>

#include "core/derive/named.hpp"
#include "core/model/condition.hpp"
#include "core/naming/contested.hpp"
#include "resolve.hpp"

namespace relmeta::client {
namespace {

TableName name_of(const Table &table) { return {table.schema, table.name}; }

/// Identifies a foreign key or declared relationship by its columns if they are unambiguous. A missing one is identified by name.
KeyName name_of(const Table &holder, const std::string &constraint) {
    const ColumnReference *key = reference(holder, constraint);
    if (key == nullptr) return {{}, constraint};
    const auto differs = [&](const ColumnReference &other) {
        return &other != key && united(other.columns, {}) == united(key->columns, {});
    };
    for (const ForeignKey *other : distinct_foreign_keys(holder)) {
        if (differs(*other) && !same_link(*other, *key)) return {{}, constraint};
    }
    for (const RelationshipDeclaration &other : holder.declared) {
        if (differs(other) && !is_said_by_a_key(holder, other)) return {{}, constraint};
    }
    const ColumnNames columns = holder.names(key->columns);
    return {{columns.begin(), columns.end()}, ""};
}

/// Identifies an end of a bridge: the foreign key in the declaration, even if another has the same columns.
KeyName end_name(const Table &holder, const std::string &constraint) {
    const ForeignKey *key = holder.foreign_key(constraint);
    if (key == nullptr) return {{}, constraint};
    for (const ForeignKey &other : holder.foreign_keys) {
        if (&other != key && united(other.columns, {}) == united(key->columns, {})) return {{}, constraint};
    }
    return {holder.names(key->columns), ""};
}

NameRecord record_of(const Relationship &relationship) {
    return {relationship.source,
            relationship.holder,
            relationship.constraint,
            relationship.far_constraint,
            relationship.reverse,
            relationship.name,
            true};
}

/// Finds the names the file needs so that derivation reproduces all of them: declared names, contested names, and any others
/// that derivation would change.
std::vector<bool> needed_names(const Declarations &declarations, const std::vector<Relationship> &relationships,
                               const Facts &facts) {
    std::vector<bool> needed = contested(relationships, facts);
    std::map<Identity, std::size_t> places;
    for (std::size_t i = 0; i < relationships.size(); ++i) places.emplace(Identity(relationships[i]), i);
    std::set<RecordKey> chosen;
    for (const NameRecord &record : declarations.names) {
        if (record.chosen) chosen.insert(key_of(record));
    }
    for (std::size_t i = 0; i < relationships.size(); ++i) {
        needed[i] = needed[i] || (relationships[i].origin != Origin::declared && chosen.count(key_of(relationships[i])) > 0);
    }
    const std::vector<TableId> holders = all_holders(facts);
    for (bool complete = false; !complete;) {
        complete = true;
        std::vector<NameRecord> records;
        for (std::size_t i = 0; i < relationships.size(); ++i) {
            if (needed[i]) records.push_back(record_of(relationships[i]));
        }
        Known known;
        for (const NameRecord &record : records) known.names.push_back(&record);
        for (const DeclaredRelationship &declared : declarations.relationships) known.declarations.push_back(&declared);
        for (const Relationship &derived : derive_named(facts, holders, known).relationships) {
            const auto found = places.find(Identity(derived));
            if (found == places.end() || derived.origin == Origin::declared || needed[found->second]) continue;
            if (derived.name == relationships[found->second].name) continue;
            needed[found->second] = true;
            complete = false;
        }
    }
    return needed;
}

Config::Name entry_of(const NameRecord &record, const Facts &facts) {
    const Table &holder = facts.at(record.holder);
    Config::Name name;
    name.source = name_of(facts.at(record.source));
    name.holder = name_of(holder);
    name.key = name_of(holder, record.constraint);
    if (!record.far_constraint.empty()) name.far_key = name_of(holder, record.far_constraint);
    name.reverse = record.reverse && (record.source == record.holder || holder.is_view());
    name.name = record.name;
    return name;
}

Config::Relationship entry_of(const DeclaredRelationship &declared, const std::vector<Relationship> &relationships,
                              const Facts &facts) {
    Config::Relationship entry;
    entry.source = name_of(facts.at(declared.source));
    entry.source_columns = declared.source_columns;
    entry.target = name_of(facts.at(declared.target));
    entry.target_columns = declared.target_columns;
    entry.condition = declared.condition;
    entry.kind = declared.kind;
    entry.name = declared.name;
    entry.inverse_name = declared.inverse_name;
    for (const Relationship &made : relationships) {
        if (made.origin != Origin::declared || !is_declaration_of(declared, made)) continue;
        (made.reverse ? entry.inverse_name : entry.name) = made.name;
    }
    return entry;
}

/// A condition that was written directly to the table, and is invalid, has no effect.
bool is_condition(const std::string &text) {
    try {
        return Condition(text).empty() == text.empty();
    } catch (const UserError &) {
        return false;
    }
}

}  // namespace

Config config_of(const Declarations &declarations, const std::vector<Relationship> &relationships, const Facts &facts) {
    Config config;
    for (const auto &[table, declaration] : declarations.bridges) {
        if (facts.table(table) == nullptr) continue;
        Config::Bridge bridge{0, name_of(facts.at(table)), declaration.verdict == BridgeDeclaration::Verdict::rejected, {}};
        for (const std::string &end : declaration.ends) bridge.ends.push_back(end_name(facts.at(table), end));
        config.bridges.push_back(std::move(bridge));
    }
    for (const DeclaredRelationship &declared : declarations.relationships) {
        if (facts.table(declared.source) == nullptr || facts.table(declared.target) == nullptr) continue;
        if (!is_condition(declared.condition)) continue;
        config.relationships.push_back(entry_of(declared, relationships, facts));
    }
    for (const RejectedRelationship &rejected : declarations.rejections) {
        if (facts.table(rejected.source) == nullptr || (rejected.target != 0 && facts.table(rejected.target) == nullptr)) continue;
        Config::Rejection entry{0, name_of(facts.at(rejected.source)), rejected.source_columns, std::nullopt};
        if (rejected.target != 0) entry.target = name_of(facts.at(rejected.target));
        config.rejections.push_back(std::move(entry));
    }
    const std::vector<bool> needed = needed_names(declarations, relationships, facts);
    for (std::size_t i = 0; i < relationships.size(); ++i) {
        if (needed[i]) config.names.push_back(entry_of(record_of(relationships[i]), facts));
    }
    std::set<RecordKey> there;
    for (const Relationship &relationship : relationships) there.insert(key_of(relationship));
    for (const NameRecord &record : declarations.names) {  // names whose relationship does not exist yet
        if (!record.chosen || facts.table(record.source) == nullptr || facts.table(record.holder) == nullptr) continue;
        if (there.insert(key_of(record)).second) config.names.push_back(entry_of(record, facts));
    }
    return config;
}

}  // namespace relmeta::client
