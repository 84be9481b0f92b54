// Errors that core reports to the user. The server layer turns a UserError into an ERROR with its SQLSTATE, detail and hint. Any
// other exception from core is a bug in relmeta.
#pragma once

#include <stdexcept>
#include <string>

namespace relmeta {

/// The error codes that relmeta uses, under PostgreSQL's names.
namespace sqlstate {
constexpr const char *feature_not_supported = "0A000";
constexpr const char *cardinality_violation = "21000";
constexpr const char *null_value_not_allowed = "22004";
constexpr const char *invalid_parameter_value = "22023";
constexpr const char *invalid_text_representation = "22P02";
constexpr const char *not_null_violation = "23502";
constexpr const char *foreign_key_violation = "23503";
constexpr const char *unique_violation = "23505";
constexpr const char *read_only_transaction = "25006";
constexpr const char *event_trigger_protocol_violated = "39P03";
constexpr const char *insufficient_privilege = "42501";
constexpr const char *syntax_error = "42601";
constexpr const char *invalid_name = "42602";
constexpr const char *name_too_long = "42622";
constexpr const char *duplicate_column = "42701";
constexpr const char *undefined_column = "42703";
constexpr const char *undefined_object = "42704";
constexpr const char *undefined_function = "42883";
constexpr const char *duplicate_object = "42710";
constexpr const char *duplicate_alias = "42712";
constexpr const char *datatype_mismatch = "42804";
constexpr const char *wrong_object_type = "42809";
constexpr const char *invalid_foreign_key = "42830";
constexpr const char *undefined_table = "42P01";
constexpr const char *duplicate_table = "42P07";
constexpr const char *invalid_table_definition = "42P16";
constexpr const char *program_limit_exceeded = "54000";
constexpr const char *statement_too_complex = "54001";
constexpr const char *object_not_in_prerequisite_state = "55000";
constexpr const char *lock_not_available = "55P03";
constexpr const char *undefined_file = "58P01";
constexpr const char *no_data_found = "P0002";
constexpr const char *internal_error = "XX000";
}  // namespace sqlstate

/// An error that the user can correct. `what()` is the primary message, in PostgreSQL's style: lower case, no full stop.
struct UserError : std::runtime_error {
    std::string sqlstate;  ///< five characters, from PostgreSQL's errcodes
    std::string hint;      ///< how to correct it; may be empty
    std::string detail;    ///< may be empty

    UserError(std::string state, const std::string &message, std::string hint_text = {}, std::string detail_text = {})
        : std::runtime_error(message), sqlstate(std::move(state)), hint(std::move(hint_text)), detail(std::move(detail_text)) {}
};

/// The error for a function that must write, on a standby or in a read-only transaction.
inline UserError cannot_write(const std::string &function, bool in_recovery) {
    return in_recovery ? UserError(sqlstate::read_only_transaction, "cannot execute relmeta." + function + "() during recovery",
                                   "Run it on the primary server.")
                       : UserError(sqlstate::read_only_transaction,
                                   "cannot execute relmeta." + function + "() in a read-only transaction",
                                   "Run it in a read-write transaction.");
}

/// The stored relationships of a table do not match the table.
struct Stale : UserError {
    explicit Stale(const std::string &table, const std::string &missing = {})
        : UserError(sqlstate::object_not_in_prerequisite_state, "relationships of table " + table + " are stale",
                    "Run SELECT relmeta.refresh().", missing) {}
};

}  // namespace relmeta
