#include "core/model/equality.hpp"

#include <vector>

#include "core/text/quote.hpp"

namespace relmeta {

std::string plain_equality(const Operand &left, const Operand &right) { return left.text + " = " + right.text; }

Operand operand(const std::string &name, const Table &table, const std::string &column) {
    const Column *found = table.column(column);
    return {name + "." + quote_identifier(column), found != nullptr ? found->type : 0};
}

std::string equal(const Side &left, const Side &right, const Equality &equality, bool with_periods) {
    std::vector<std::string> terms;
    for (std::size_t i = 0; i < left.columns.size(); ++i) {
        const Operand one = operand(left.name, left.table, left.columns[i]);
        const Operand other = operand(right.name, right.table, right.columns[i]);
        const bool period = with_periods && i + 1 == left.columns.size();
        terms.push_back(period ? one.text + " OPERATOR(pg_catalog.&&) " + other.text : equality(one, other));
    }
    return join(terms, " AND ");
}

}  // namespace relmeta
