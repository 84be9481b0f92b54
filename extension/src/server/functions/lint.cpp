// The SQL function lint.
#include "core/lint/lint.hpp"
#include "server/catalog/column_uses.hpp"
#include "server/catalog/statistics_reader.hpp"
#include "server/catalog/table_description.hpp"
#include "server/catalog/whole_catalog.hpp"
#include "server/functions/arguments.hpp"
#include "server/functions/results.hpp"
#include "server/functions/suggest_ground.hpp"

using namespace relmeta;
using namespace relmeta::server;

RELMETA_FUNCTION(relmeta_lint) {
    const WholeCatalog catalog = read_whole_catalog();
    const std::map<TypeId, TypeTraits> types = read_type_traits(catalog.facts);
    const std::set<ColumnId> generated = read_generated(catalog.facts);
    const std::vector<Rejection> rejections = read_rejections(catalog.facts);
    const SuggestInput names{catalog.facts, types, generated, rejections, std::nullopt};
    LintInput input{catalog.facts, catalog.relationships, catalog.bridges, catalog.type_names,
                    chosen_tables(fcinfo, 0, "tables", catalog.facts), catalog.base_types, bars_other_type};
    input.collation = collation_text;
    input.parents = read_parents(catalog.facts);
    input.suggest = &names;
    ResultSet result(fcinfo);
    for (const Finding &finding : lint(input)) {
        const Datum values[] = {to_text(to_string(finding.severity)), to_text(finding.rule), to_text(finding.object),
                                to_text(finding.message), to_text(finding.fix)};
        const bool nulls[] = {false, false, false, false, finding.fix.empty()};
        result.add(values, nulls);
    }
    return result.done();
}
