// For any text, parsing it as a selection and writing the statement for a small schema neither crashes nor throws anything but
// UserError. Run by `make fuzz`.
#include <cstddef>
#include <cstdint>
#include <string>

#include "core/query/nested.hpp"
#include "core/text/error.hpp"

namespace {

using namespace relmeta;

constexpr TableId author = 1;
constexpr TableId book = 2;

Table table(TableId id, const std::string &name, const ColumnNames &columns) {
    Table made;
    made.id = id;
    made.schema = "public";
    made.name = name;
    for (const std::string &column : columns) {
        made.columns.push_back({});
        made.columns.back().number = static_cast<ColumnNumber>(made.columns.size());
        made.columns.back().name = column;
    }
    made.indexes.push_back({});
    made.indexes.back().columns = {1, 2};
    made.indexes.back().primary = made.indexes.back().unique = true;
    return made;
}

Relationship link(TableId source, TableId target, const std::string &name, Kind kind) {
    Relationship made;
    made.source = source;
    made.target = target;
    made.name = name;
    made.kind = kind;
    made.holder = book;
    made.reverse = source != book;
    made.source_columns = made.target_columns = {"a"};
    return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    static const Facts facts = [] {
        Facts made;
        made.tables[author] = table(author, "author", {"a", "b"});
        made.tables[book] = table(book, "book", {"a", "c"});
        return made;
    }();
    static const Schema schema{
        facts,
        {{author, {link(author, book, "books", Kind::one_to_many)}}, {book, {link(book, author, "author", Kind::many_to_one)}}}};
    const std::string text(reinterpret_cast<const char *>(data), size);
    try {
        const Selection selection = parse_selection(text);
        if (missing_tables(author, selection, schema).empty()) nested_sql(author, selection, text, schema);
    } catch (const UserError &) {
        return 0;
    }
    return 0;
}
