// A PGresult of rows that the client derived, for the same printers.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "../connection.hpp"

namespace relmeta::client {

/// pg_type.dat; OIDs of built-in types never change.
enum class Sql : Oid {
    boolean = 16,
    name = 19,
    bigint = 20,
    integer = 23,
    text = 25,
    real = 700,
    names = 1003,
    texts = 1009,
    regclass = 2205,
    jsonb = 3802
};

class ResultBuilder {
public:
    struct Column {
        const char *name;
        Sql type;
    };
    using Cells = std::vector<std::optional<std::string>>;

    explicit ResultBuilder(const std::vector<Column> &columns);
    /// Adds a row; std::nullopt is NULL.
    void add(const Cells &cells);
    Result finish() { return Result(result_.release()); }

private:
    struct Clear {
        void operator()(PGresult *result) const { PQclear(result); }
    };
    std::unique_ptr<PGresult, Clear> result_;
};

/// A boolean as PostgreSQL prints it.
inline std::string shown(bool flag) { return flag ? "t" : "f"; }
/// A number as PostgreSQL prints a real.
std::string real(double number);
/// std::nullopt if the text is empty.
inline std::optional<std::string> or_null(const std::string &text) {
    return text.empty() ? std::nullopt : std::optional<std::string>(text);
}
/// One value, in a column of that name; std::nullopt is NULL.
Result single_value(const char *column, Sql type, const std::optional<std::string> &value);
/// One row for each line, in a column of that name.
Result lines_of(const char *column, const std::vector<std::string> &lines);

}  // namespace relmeta::client
