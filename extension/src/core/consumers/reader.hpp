// The part of a verdict that depends on the consumer.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "core/consumers/consumers.hpp"
#include "core/export/choice.hpp"
#include "core/export/graphql.hpp"
#include "core/query/accessor.hpp"

namespace relmeta {

/// A problem and the statement that fixes it, which may be empty.
struct Fault {
    std::string reason;
    std::string fix;

    explicit operator bool() const { return !reason.empty(); }
};

/// How one consumer reads the database.
class Reader {
public:
    Reader(Consumer consumer, const Choice &choice, const Surroundings &surroundings, const Spelling &spelling = {});
    virtual ~Reader() = default;

    Consumer consumer() const { return consumer_; }
    std::string title() const { return about(consumer_).title; }
    const Choice &choice() const { return choice_; }

    /// Problems that prevent this table, and possibly others, from being read.
    virtual std::vector<Fault> broken_type(const Table &) const { return {}; }
    /// Why the consumer does not have the relationship; no fault if it does.
    virtual Fault missing(const Relationship &relationship) const = 0;
    /// Whether the consumer shows the relationship as a list of rows.
    virtual bool shows_many(const Relationship &relationship) const;
    /// Why the consumer gets the cardinality wrong.
    virtual Fault wrong_kind(const Relationship &relationship) const;
    /// The name that the consumer gives the relationship, and the name that it should have.
    virtual std::string name(const Relationship &relationship) const = 0;
    virtual std::string wanted(const Relationship &relationship) const { return names_.of(relationship); }
    /// The name of a column's field, which can collide with those of relationships; empty if it cannot.
    virtual std::string name_of(const Column &column, const Table &) const { return column.name; }
    /// The table's field in mutations, whose name relationships along its foreign keys cannot have; empty if there is none.
    virtual std::string name_of_mutation(const Table &) const { return {}; }
    /// The statement that sets the name.
    virtual std::string rename(const Relationship &) const { return {}; }
    virtual const char *cannot_rename() const { return ""; }
    /// Whether a relationship can never have the name of a column.
    virtual bool columns_win() const { return false; }
    /// Whether equal names need a hint, so that nothing disappears.
    virtual bool takes_hints() const { return false; }
    /// Whether two foreign keys of a table make a link from the target of the first to the target of the second.
    virtual bool links(const Table &, const ForeignKey &, const ForeignKey &) const { return false; }
    /// The statement that turns off an invented link.
    virtual std::string turn_off(const Table &, const ForeignKey &, const ForeignKey &) const { return {}; }

    /// Whether the relationship consists of foreign keys. Not if it, or an end of its bridge, is declared or carried by a view.
    bool has_keys(const Relationship &relationship) const {
        const Table &holder = table(relationship.holder);
        return (relationship.origin == Origin::foreign_key || relationship.origin == Origin::bridge) &&
               holder.foreign_key(relationship.constraint) != nullptr &&
               (relationship.bridge == 0 || holder.foreign_key(relationship.far_constraint) != nullptr);
    }

protected:
    /// Whether the consumer assumes that at most one row has a given value of the foreign key.
    virtual bool unique(const Table &table, const ForeignKey &key) const = 0;

    const Table &table(TableId id) const { return choice_.table(id); }
    const Table &holder(const Relationship &relationship) const { return table(relationship.holder); }
    const ForeignKey &key(const Relationship &relationship) const {
        return holder(relationship).foreign_key_at(relationship.constraint);
    }
    const ForeignKey &far_key(const Relationship &relationship) const {
        return holder(relationship).foreign_key_at(relationship.far_constraint);
    }
    /// Whether a function with the relationship's name returns target rows for a source row.
    bool has_function(const Relationship &relationship) const;
    /// Whether the schema of the source has such a function called `name`.
    bool has_function(const Relationship &relationship, const std::string &name) const;
    /// The relationship as a function of one row; empty if its condition cannot be written.
    std::string function(const Relationship &relationship) const {
        return function(relationship, names_.of(relationship), Returns::rows);
    }
    std::string function(const Relationship &relationship, const std::string &name, Returns returns) const;
    /// COMMENT ON CONSTRAINT, or on the table if `constraint` is empty.
    std::string comment_on(const Table &table, const std::string &constraint, const std::string &text) const;
    std::string comment(const Table &table, const std::string &constraint) const;
    const FieldNames &names() const { return names_; }

private:
    const Consumer consumer_;
    const Choice &choice_;
    const std::vector<ComputedRelationship> functions_;
    const Equality equality_;
    const ConstantWriter constant_;
    FieldNames names_;
};

bool same_columns(const ColumnNumbers &a, const ColumnNumbers &b);
/// The table's name and the columns in parentheses: post (author_id).
std::string on_columns(const Table &table, const ColumnNumbers &columns);
/// ALTER TABLE that adds a primary key; empty if no unique index can become one.
std::string add_primary_key(const Table &table);
/// ALTER TABLE ... ADD UNIQUE, using the index on these columns if there is one.
std::string add_unique(const Table &table, const ColumnNumbers &columns);

std::unique_ptr<Reader> postgrest_reader(const Choice &choice, const Surroundings &surroundings);
std::unique_ptr<Reader> hasura_reader(const Choice &choice, const Surroundings &surroundings);
std::unique_ptr<Reader> pg_graphql_reader(const Choice &choice, const Surroundings &surroundings);
std::unique_ptr<Reader> postgraphile_reader(const Choice &choice, const Surroundings &surroundings);
std::unique_ptr<Reader> postgraphile4_reader(const Choice &choice, const Surroundings &surroundings);
std::unique_ptr<Reader> prisma_reader(const Choice &choice, const Surroundings &surroundings);
std::unique_ptr<Reader> sqlalchemy_reader(const Choice &choice, const Surroundings &surroundings);
std::unique_ptr<Reader> django_reader(const Choice &choice, const Surroundings &surroundings);

}  // namespace relmeta
