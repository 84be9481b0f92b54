// What an export is about, chosen and sorted once for all formats.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "core/export/exporter.hpp"
#include "core/text/poll.hpp"

namespace relmeta {

class Choice {
public:
    /// Keeps pointers into `input`.
    explicit Choice(const ExportInput &input);

    /// The chosen tables, by schema and name.
    const std::vector<const Table *> &tables() const { return tables_; }
    /// Those of them that a diagram draws as tables.
    const std::vector<const Table *> &drawn() const { return drawn_; }
    /// The relationships between chosen tables, in both directions, by source and name.
    const std::vector<const Relationship *> &relationships() const { return relationships_; }
    /// All that there are, chosen or not; those of relationships() point into it.
    const std::vector<Relationship> &every_relationship() const { return input_.relationships; }
    /// Those of one source.
    std::vector<const Relationship *> relationships_of(const Table &source) const;
    /// The same link read from the other side.
    const Relationship &inverse_of(const Relationship &relationship) const;
    /// The links between drawn tables, each in one direction: from the table that holds the key, from the first end of the
    /// bridge. A link through a bridge is there only where the bridge is not drawn as a table. By holder and constraint.
    const std::vector<const Relationship *> &links() const { return links_; }
    /// The bridges among the chosen tables, by schema and name.
    const std::vector<const Bridge *> &bridges() const { return bridges_; }

    bool chosen(TableId table) const { return chosen_.count(table) != 0; }
    const Table &table(TableId id) const {
        poll();
        return input_.facts.at(id);
    }
    const Facts &facts() const { return input_.facts; }
    /// The bridge that this table is, or nullptr.
    const Bridge *bridge(TableId table) const;
    /// The comment on a foreign key, or on the table where `constraint` is empty; nullptr without one.
    const std::string *comment(TableId table, const std::string &constraint) const;
    const std::string &type(const Column &column) const {
        poll();
        return input_.type_names.at({column.type, column.type_modifier});
    }

private:
    void choose_tables();
    void choose_drawn();
    void choose_relationships();

    const ExportInput &input_;
    std::unordered_map<TableId, std::size_t> chosen_;  ///< its place in tables_
    std::unordered_map<TableId, const Bridge *> bridge_of_;
    std::vector<const Table *> tables_;
    std::vector<const Table *> drawn_;
    std::vector<const Relationship *> relationships_;
    std::vector<const Relationship *> links_;
    std::vector<const Bridge *> bridges_;
};

/// The name as a part of a full name: in quotes, as in SQL, where it holds a dot or a quote.
std::string name_part(const std::string &name);
/// Schema and name, joined by a dot: no two tables have the same.
std::string full_name(const Table &table);
/// The same for people: without the schema where that is public.
std::string short_name(const Table &table);
/// The columns of the table's primary key; none without one.
ColumnNumbers primary_key_columns(const Table &table);
/// True for a column of one of the table's foreign keys.
bool in_foreign_key(const Table &table, ColumnNumber column);
/// The unique indexes that hold for all rows and are no primary key, by name.
std::vector<const Index *> unique_keys(const Table &table);

}  // namespace relmeta
