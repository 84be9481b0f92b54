#include "result_builder.hpp"

#include <charconv>
#include <iterator>
#include <new>

namespace relmeta::client {

ResultBuilder::ResultBuilder(const std::vector<Column> &columns) : result_(PQmakeEmptyPGresult(nullptr, PGRES_TUPLES_OK)) {
    std::vector<PGresAttDesc> described;
    described.reserve(columns.size());
    for (const Column &column : columns) {
        described.push_back({const_cast<char *>(column.name), 0, 0, 0, static_cast<Oid>(column.type), -1, -1});
    }
    if (!result_ || PQsetResultAttrs(result_.get(), static_cast<int>(described.size()), described.data()) == 0)
        throw std::bad_alloc();
}

void ResultBuilder::add(const Cells &cells) {
    const int row = PQntuples(result_.get());
    for (std::size_t i = 0; i < cells.size(); ++i) {
        // libpq copies the value, although the parameter is not const.
        char *value = cells[i] ? const_cast<char *>(cells[i]->c_str()) : nullptr;
        const int length = cells[i] ? static_cast<int>(cells[i]->size()) : -1;
        if (PQsetvalue(result_.get(), row, static_cast<int>(i), value, length) == 0) throw std::bad_alloc();
    }
}

std::string real(double number) {
    char text[32];
    const auto written = std::to_chars(std::begin(text), std::end(text), static_cast<float>(number));
    return {std::begin(text), written.ptr};
}

Result single_value(const char *column, Sql type, const std::optional<std::string> &value) {
    ResultBuilder builder({{column, type}});
    builder.add({value});
    return builder.finish();
}

Result lines_of(const char *column, const std::vector<std::string> &lines) {
    ResultBuilder builder({{column, Sql::text}});
    for (const std::string &line : lines) builder.add({line});
    return builder.finish();
}

}  // namespace relmeta::client
