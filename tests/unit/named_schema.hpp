// A schema of tables and relationships, for the tests of naming.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "core/naming/candidates.hpp"
#include "core/naming/naming.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

using Names = std::vector<std::string>;

/// Tables and relationships between them, in both directions, as derivation creates them.
struct NamedSchema {
    Facts facts;
    std::vector<Relationship> relationships;
    std::vector<NameHistory> history;

    explicit NamedSchema(const Words &words = Words::builtin()) : facts(words) {}

    TableId table(const std::string &name, const ColumnNames &columns = {"id"}, const std::string &schema = "public") {
        const auto id = static_cast<TableId>(facts.tables.size() + 1);
        Table &table = facts.tables[id];
        table.id = id;
        table.schema = schema;
        table.name = name;
        for (const std::string &column : columns) add_column(id, column);
        return id;
    }

    void add_column(TableId table, const std::string &name) {
        std::vector<Column> &columns = facts.tables[table].columns;
        Column column;
        column.number = static_cast<ColumnNumber>(columns.size() + 1);
        column.name = name;
        columns.push_back(column);
    }

    /// Returns the index of the forward relationship; its inverse follows it.
    std::size_t key(TableId holder, const ColumnNames &columns, TableId target, const ColumnNames &target_columns = {"id"},
                    Kind kind = Kind::many_to_one) {
        Table &table = facts.tables[holder];
        ForeignKey key;
        key.name = table.name + '_' + join(columns, "_") + "_fkey";
        key.target = target;
        for (const std::string &column : columns) key.columns.push_back(table.column(column)->number);
        table.foreign_keys.push_back(key);
        Relationship forward;
        forward.source = forward.holder = holder;
        forward.target = target;
        forward.kind = kind;
        forward.source_columns = columns;
        forward.target_columns = target_columns;
        forward.constraint = key.name;
        return add(forward);
    }

    std::size_t bridge(TableId holder, std::size_t near, std::size_t far, Kind kind = Kind::many_to_many) {
        const Relationship &one = relationships[near];
        const Relationship &other = relationships[far];
        Relationship forward;
        forward.origin = Origin::bridge;
        forward.bridge = forward.holder = holder;
        forward.kind = kind;
        forward.source = one.target;
        forward.target = other.target;
        forward.source_columns = one.target_columns;
        forward.target_columns = other.target_columns;
        forward.bridge_source_columns = one.source_columns;
        forward.bridge_target_columns = other.source_columns;
        forward.constraint = one.constraint;
        forward.far_constraint = other.constraint;
        return add(forward);
    }

    std::size_t declare(TableId holder, const ColumnNames &columns, TableId target, const ColumnNames &target_columns) {
        Table &table = facts.tables[holder];
        RelationshipDeclaration declaration;
        for (const std::string &column : columns) declaration.columns.push_back(table.column(column)->number);
        declaration.target = target;
        table.declared.push_back(declaration);
        Relationship forward;
        forward.origin = Origin::declared;
        forward.source = forward.holder = holder;
        forward.target = target;
        forward.source_columns = columns;
        forward.target_columns = target_columns;
        return add(forward);
    }

    std::size_t add(const Relationship &forward) {
        Relationship back = forward;
        std::swap(back.source, back.target);
        std::swap(back.source_columns, back.target_columns);
        std::swap(back.bridge_source_columns, back.bridge_target_columns);
        if (forward.bridge != 0) {
            std::swap(back.constraint, back.far_constraint);
        } else {
            back.reverse = true;
        }
        back.kind = inverse(forward.kind);
        relationships.push_back(forward);
        relationships.push_back(back);
        history.resize(relationships.size());
        return relationships.size() - 2;
    }

    Names candidates_of(std::size_t place) const { return candidates(relationships[place], facts).names; }
    bool has_candidate(std::size_t place, const std::string &name) const {
        return is_candidate(name, relationships[place], facts);
    }
    std::string best(std::size_t place) const { return candidates_of(place).front(); }

    /// Names everything, without using the reserved names.
    void assign(const std::vector<Naming::Question> &reserved = {}) {
        Naming naming(facts, true);
        for (const auto &[source, name] : reserved) naming.reserve(source, name);
        EXPECT_TRUE(naming.assign(relationships, history).empty());
    }

    /// Turns the current names into history, as the catalog keeps them.
    void remember() {
        for (std::size_t i = 0; i < relationships.size(); ++i) history[i].previous = relationships[i].name;
    }

    const std::string &name(std::size_t place) const { return relationships[place].name; }
};

}  // namespace relmeta
