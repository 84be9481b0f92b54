#include "stored.hpp"

#include "../standalone/binary_row.hpp"

namespace relmeta::client {
namespace {

/// Rows about the same object are in insertion order: the last one wins.
void read_declarations(Connection &connection, Stored &kept) {
    for_each_row(connection.run_binary({"SELECT list, word, form FROM relmeta.word ORDER BY ctid", {}}), [&](BinaryRow row) {
        Config::Word word;
        word.list = row.text();
        word.word = row.text();
        word.form = row.text();
        kept.words.push_back(std::move(word));
    });
    const char *const bridges = "SELECT bridge::pg_catalog.oid, verdict, ends FROM relmeta.declared_bridge ORDER BY ctid";
    std::map<TableId, BridgeDeclaration> declared;
    for_each_row(connection.run_binary({bridges, {}}), [&](BinaryRow row) {
        BridgeDeclaration &bridge = declared[row.oid()];
        bridge.verdict = row.text() == "rejected" ? BridgeDeclaration::Verdict::rejected : BridgeDeclaration::Verdict::declared;
        bridge.ends = row.texts();
    });
    kept.declarations.bridges.assign(declared.begin(), declared.end());
    const char *const relationships =
        "SELECT source::pg_catalog.oid, source_columns, target::pg_catalog.oid, target_columns, kind, name, inverse_name, "
        "condition FROM relmeta.declared_relationship ORDER BY ctid";
    for_each_row(connection.run_binary({relationships, {}}), [&](BinaryRow row) {
        DeclaredRelationship relationship;
        relationship.source = row.oid();
        relationship.source_columns = row.texts();
        relationship.target = row.oid();
        relationship.target_columns = row.texts();
        relationship.kind = row.text();
        relationship.name = row.text();
        relationship.inverse_name = row.text();
        relationship.condition = row.text();
        kept.declarations.relationships.push_back(std::move(relationship));
    });
    // Version 1.0 has no rejections.
    const char *const has_rejections =
        "SELECT FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace "
        "WHERE n.nspname OPERATOR(pg_catalog.=) 'relmeta' AND c.relname OPERATOR(pg_catalog.=) 'rejected_relationship'";
    if (connection.run({has_rejections, {}}).rows() > 0) {
        const char *const rejections =
            "SELECT source::pg_catalog.oid, source_columns, target::pg_catalog.oid FROM relmeta.rejected_relationship ORDER BY ctid";
        for_each_row(connection.run_binary({rejections, {}}), [&](BinaryRow row) {
            RejectedRelationship rejected;
            rejected.source = row.oid();
            rejected.source_columns = row.texts();
            rejected.target = row.oid();
            kept.declarations.rejections.push_back(std::move(rejected));
        });
    }
    const char *const names =
        "SELECT source::pg_catalog.oid, holder::pg_catalog.oid, constraint_name, far_constraint_name, reverse, name, chosen "
        "FROM relmeta.relationship_name ORDER BY ctid";
    std::map<RecordKey, NameRecord> records;
    for_each_row(connection.run_binary({names, {}}), [&](BinaryRow row) {
        NameRecord record;
        record.source = row.oid();
        record.holder = row.oid();
        record.constraint = row.text();
        record.far_constraint = row.text();
        record.reverse = row.flag();
        record.name = row.text();
        record.chosen = row.flag();
        records[key_of(record)] = record;
    });
    for (auto &[key, record] : records) kept.declarations.names.push_back(std::move(record));
}

void read_relationships(Connection &connection, Stored &kept) {
    const char *const rows =
        "SELECT source::pg_catalog.oid, target::pg_catalog.oid, holder::pg_catalog.oid, constraint_name, far_constraint_name, "
        "reverse, source_columns, target_columns, name, kind, (SELECT d.condition FROM relmeta.declared_relationship AS d "
        "WHERE r.origin OPERATOR(pg_catalog.=) 'declared' AND d.source OPERATOR(pg_catalog.=) r.holder "
        "AND d.name OPERATOR(pg_catalog.=) CASE WHEN r.reverse THEN r.inverse ELSE r.name END LIMIT 1) FROM relmeta.relationship AS r";
    for_each_row(connection.run_binary({rows, {}}), [&](BinaryRow row) {
        Relationship relationship;
        relationship.source = row.oid();
        relationship.target = row.oid();
        relationship.holder = row.oid();
        relationship.constraint = row.text();
        relationship.far_constraint = row.text();
        relationship.reverse = row.flag();
        relationship.source_columns = row.texts();
        relationship.target_columns = row.texts();
        Named named{relationship.source, row.text(), ""};
        named.kind = row.text();
        relationship.condition = row.text();
        kept.relationships[Identity(relationship)] = named;
    });
}

}  // namespace

Stored read_stored(Connection &connection) {
    Stored kept;
    read_declarations(connection, kept);
    read_relationships(connection, kept);
    return kept;
}

void give_stored_names(const Stored &kept, std::vector<Relationship> &relationships) {
    for (Relationship &relationship : relationships) {
        const auto found = kept.relationships.find(Identity(relationship));
        if (found != kept.relationships.end()) relationship.name = found->second.name;
    }
}

}  // namespace relmeta::client
