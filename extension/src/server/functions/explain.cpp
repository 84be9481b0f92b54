// The SQL functions explain and explain_bridge.
#include "core/derive/explain.hpp"
#include "core/text/quote.hpp"
#include "server/catalog/catalog_reader.hpp"
#include "server/functions/arguments.hpp"
#include "server/functions/results.hpp"
#include "server/sync/declarations.hpp"

using namespace relmeta;
using namespace relmeta::server;

namespace {

Datum lines(const std::vector<std::string> &texts, FunctionCallInfo fcinfo) {
    ResultSet result(fcinfo);
    for (const std::string &text : texts) {
        result.add({to_text(text)});
    }
    return result.done();
}

}  // namespace

RELMETA_FUNCTION(relmeta_explain) {
    Relationship relationship = relationship_named(table_argument(fcinfo, 0, "source"), name_argument(fcinfo, 1, "name"));
    std::vector<std::string> texts;
    read_steadily([&] {
        const Facts facts = read_holders({relationship.holder});
        for (TableId table : {relationship.source, relationship.target, relationship.holder}) {
            if (facts.table(table) == nullptr) {
                throw Stale(table_text(relationship.source));
            }
        }
        texts = explain(relationship, facts);
    });
    return lines(texts, fcinfo);
}

RELMETA_FUNCTION(relmeta_explain_bridge) {
    Oid table = table_argument(fcinfo, 0, "bridge");
    Facts facts = read_holders({table});
    if (facts.table(table) == nullptr) {
        throw takes_no_part(table);
    }
    return lines(explain_bridge(facts.at(table), facts), fcinfo);
}
