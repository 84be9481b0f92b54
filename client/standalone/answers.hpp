// The client's own answers: one function for each of the extension's, with the same rows.
#pragma once

#include "../source.hpp"
#include "../transaction.hpp"
#include "catalog.hpp"
#include "core/model/condition.hpp"
#include "result_builder.hpp"
#include "values.hpp"

namespace relmeta::client {

/// The input of an answer.
struct Question {
    Connection &connection;
    Transaction &transaction;
    const Values &values;
    Catalog &catalog;
    const UserInput &input;
};

struct Answerer {
    const char *name;  ///< the extension's function, or the command if it has none
    Wanted wanted;
    Transaction::Purpose purpose;
    Result (*answer)(const Question &);
    void (*prepare)(Connection &connection, const Values &values) = nullptr;  ///< called before the catalog is read
};

/// The answer with this name, or nullptr.
const Answerer *answerer_of(const std::string &name);

Result list_relationships(const Question &question);
Result list_bridges(const Question &question);
Result explain_relationship(const Question &question);
Result explain_table(const Question &question);
Result show_status(const Question &question);
Result lint_catalog(const Question &question);
Result suggest_relationships(const Question &question);
Result find_orphans(const Question &question);
Result export_catalog(const Question &question);
Result list_consumers(const Question &question);
Result write_context(const Question &question);
Result find_path(const Question &question);
Result write_join(const Question &question);
Result write_nested(const Question &question);
Result run_nested(const Question &question);
Result add_bridge(const Question &question);
Result write_bridge(const Question &question);
Result drop_bridge(const Question &question);
Result write_drop(const Question &question);
Result add_reference(const Question &question);
Result write_reference(const Question &question);
Result add_accessors(const Question &question);
Result write_accessors(const Question &question);
Result link_rows(const Question &question);
Result unlink_rows(const Question &question);
Result write_link(const Question &question);
Result write_unlink(const Question &question);

/// Checks that the caller owns the bridge and locks it against inserts and DDL.
void lock_bridge(Connection &connection, const Values &values);

/// Throws UserError if writing is not possible.
void require_writable(const Question &question, const char *function);
/// The table, named as in the session.
std::string session_name(const Question &question, TableId table);
/// Writes constants of conditions for the types of this database.
ConstantWriter constants(const Question &question);
/// Throws UserError if relmeta does not cover the table.
const Table &table_that_takes_part(const Question &question, TableId table);
/// The relationship of that name. Throws UserError with the existing names.
const Relationship &relationship_named(const Question &question, TableId source, const std::string &name);
/// The tables that an argument selects; nothing if it is not given. Throws UserError for a table that relmeta does not cover.
std::optional<std::vector<TableId>> chosen_tables(const Question &question, const std::string &argument);

/// Records for each column of these tables whether the current role may read it.
void read_privileges(const Question &question, const std::vector<TableId> &tables);

}  // namespace relmeta::client
