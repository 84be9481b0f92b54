// A function takes at most 100 arguments.
#include "core/query/json_object.hpp"

#include <algorithm>

#include "core/text/quote.hpp"

namespace relmeta {

namespace {

constexpr std::size_t most_pairs = 50;    ///< per call
constexpr std::size_t widest_line = 100;  ///< a wider object has one key per line

}  // namespace

std::string json_object(const std::vector<KeyAndExpression> &pairs, const std::string &indent) {
    if (pairs.empty()) return "pg_catalog.jsonb_build_object()";
    std::vector<std::string> objects;
    for (std::size_t from = 0; from < pairs.size(); from += most_pairs) {
        std::vector<std::string> arguments;
        std::size_t width = indent.size();
        for (std::size_t i = from; i < std::min(from + most_pairs, pairs.size()); ++i) {
            arguments.push_back(quote_literal(pairs[i].first) + ", " + pairs[i].second);
            width += arguments.back().size() + 2;
        }
        const std::string line = "\n" + indent + "    ";
        const bool wide = width > widest_line;
        objects.push_back("pg_catalog.jsonb_build_object(" + (wide ? line : "") + join(arguments, wide ? "," + line : ", ") +
                          ")");
    }
    return join(objects, " OPERATOR(pg_catalog.||) ");
}

}  // namespace relmeta
