// The suggestion for given columns, and the arguments of suggest().
#include "core/suggest/suggest.hpp"

#include <algorithm>

#include "core/text/error.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

namespace {

/// There is one suggestion for each value of the type column that names a table.
UserError several_suggestions(const Facts &facts, const std::vector<Suggestion> &found, TableId target) {
    const LinkColumns &link = found[0].link;
    const Table &source = facts.at(link.source);
    return UserError(sqlstate::invalid_parameter_value,
                     "several relationships are suggested for columns (" + quote_identifiers(source.names(link.columns)) + ") of table " +
                         in_quotes(source.name),
                     target == 0 ? "Name the target." : "Run the statement in \"fix\" of relmeta.suggest.",
                     join(found, ", ", [&](const Suggestion &one) {
                         const Table &to = facts.at(one.link.target);
                         return quote_qualified(to.schema, to.name) + " where " + one.link.condition;
                     }) + ".");
}

std::optional<Suggestion> find_suggestion(SuggestInput input, const Table &source, const ColumnNumbers &columns, TableId target) {
    input.tables = std::vector<TableId>{source.id};
    input.min_score = 0;
    std::vector<Suggestion> found = suggest(input);
    found.erase(std::remove_if(found.begin(), found.end(),
                               [&](const Suggestion &suggestion) {
                                   return suggestion.link.source != source.id ||
                                          united(suggestion.link.columns, {}) != united(columns, {}) ||
                                          (target != 0 && suggestion.link.target != target);
                               }),
                found.end());
    if (found.size() > 1) throw several_suggestions(input.facts, found, target);
    return found.empty() ? std::nullopt : std::optional<Suggestion>(std::move(found[0]));
}

UserError no_suggestion(const Table &source, const ColumnNames &columns) {
    return UserError(sqlstate::undefined_object,
                     "no relationship is suggested for columns (" + quote_identifiers(columns) + ") of table " + in_quotes(source.name),
                     "Use relmeta.declare_relationship, or add the foreign key.");
}

}  // namespace

Nature nature_of(TypeId type, char category) {
    switch (type) {  // pg_type.dat
        case 20:         // int8
        case 21:         // int2
        case 23:         // int4
        case 26:         // oid
        case 1700:       // numeric
            return Nature::number;
        case 17:    // bytea
        case 2950:  // uuid
            return Nature::random;
        default: return category == 'S' || category == 'E' ? Nature::text : Nature::other;
    }
}

Level level_from(const std::string &text) {
    if (text == "catalog") return Level::catalog;
    if (text == "statistics") return Level::statistics;
    if (text == "data") return Level::data;
    throw UserError(sqlstate::invalid_parameter_value, "invalid value for parameter \"level\": " + in_quotes(text),
                    "Available values: catalog, statistics, data.");
}

void require_score(double min_score) {
    if (min_score >= 0 && min_score <= 1) return;
    throw UserError(sqlstate::invalid_parameter_value, "min_score must be between 0 and 1", "The default is 0.5.");
}

Suggestion suggestion_for(const SuggestInput &input, const Table &source, const ColumnNames &columns, TableId target) {
    std::optional<Suggestion> found = find_suggestion(input, source, source.numbers(columns), target);
    if (!found) throw no_suggestion(source, columns);
    return std::move(*found);
}

LinkColumns link_for(const SuggestInput &input, const Table &source, const ColumnNames &columns, TableId target) {
    const ColumnNumbers numbers = source.numbers(columns);
    if (const std::optional<Suggestion> found = find_suggestion(input, source, numbers, target)) return found->link;
    const Table *to = input.facts.table(target);
    if (to == nullptr || contains(numbers, 0)) throw no_suggestion(source, columns);
    const auto family = [&](const Column &column) {
        const auto traits = input.types.find(column.type);
        return traits == input.types.end() ? 0 : traits->second.family;
    };
    const auto fits = [&](const Index &key) {
        if (!key.unique || key.partial || key.columns.size() != numbers.size() || contains(key.columns, 0)) return false;
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            const std::uint32_t own = family(source.at(numbers[i]));
            if (own == 0 || own != family(to->at(key.columns[i]))) return false;
        }
        return true;
    };
    const Index *primary = to->primary_key();
    if (primary != nullptr && fits(*primary)) return {source.id, numbers, target, primary->columns};
    for (const Index &index : to->indexes) {
        if (fits(index)) return {source.id, numbers, target, index.columns};
    }
    throw no_suggestion(source, columns);
}

}  // namespace relmeta
