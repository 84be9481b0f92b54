// How core says that it cannot do what the user asked. The server layer turns a UserError into an ERROR with its SQLSTATE, detail
// and hint. Anything else that core throws is a fault of relmeta's own.
#pragma once

#include <stdexcept>
#include <string>

namespace relmeta {

/// What the user has to change. `what()` is the primary message, in PostgreSQL's style: lower case, no full stop.
struct UserError : std::runtime_error {
    std::string sqlstate;  ///< five characters, from PostgreSQL's errcodes
    std::string hint;      ///< what to do about it; may be empty
    std::string detail;    ///< may be empty

    UserError(std::string state, const std::string &message, std::string hint_text = {}, std::string detail_text = {})
        : std::runtime_error(message), sqlstate(std::move(state)), hint(std::move(hint_text)), detail(std::move(detail_text)) {}
};

/// What is stored of relationships does not fit the tables.
struct Stale : UserError {
    explicit Stale(const std::string &table, const std::string &missing = {})
        : UserError("55000", "the relationships of table " + table + " are stale", "Run SELECT relmeta.refresh().", missing) {}
};

}  // namespace relmeta
