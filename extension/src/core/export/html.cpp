// A self-contained page: the json export, path costs, and a script that draws the graph and finds paths.
#include "core/export/formats.hpp"
#include "core/export/html_page.hpp"
#include "core/export/json_writer.hpp"
#include "core/query/graph.hpp"
#include "core/query/path.hpp"

namespace relmeta::formats {

namespace {

/// Escapes <, so that no name can end the script element.
std::string in_script(const std::string &json) {
    std::string text;
    for (const char c : json) {
        if (c == '\n') {
            poll();
        }
        if (c == '<') {
            text += "\\u003c";
        } else {
            text += c;
        }
    }
    return text;
}

/// The costs used by path(), in thousandths of a hop: for each table, the cost of passing it, and for each relationship, the cost
/// of a step along it, or null if no path uses it. In the order of the json export, computed from the graph of all tables.
std::string costs(const Choice &choice) {
    const std::vector<Relationship> &relationships = choice.every_relationship();
    const Graph graph = build_graph(relationships);
    std::vector<Cost> of_row(relationships.size(), unreachable);
    for (EdgeIndex i = 0; i < graph.edge_count(); ++i) {
        of_row[graph.edge(i).row] = graph.edge(i).cost() / thousandth;
    }
    JsonWriter json(0);
    json.begin_object().member("max_hops", PathQuery{}.max_hops).key("tables").begin_array();
    for (const Table *table : choice.tables()) {
        const std::optional<Node> node = graph.node(table->id);
        json.value(node ? static_cast<int>(graph.passing(*node) / thousandth) : 0);
    }
    json.end_array().key("relationships").begin_array();
    for (const Relationship *relationship : choice.relationships()) {
        const Cost cost = of_row[static_cast<std::size_t>(relationship - relationships.data())];
        if (cost == unreachable) {
            json.null();
        } else {
            json.value(static_cast<int>(cost));
        }
    }
    json.end_array().end_object();
    return json.text();
}

}  // namespace

std::string html(const Choice &choice) {
    return page_before + in_script(json(choice)) + page_between + in_script(costs(choice)) + page_after;
}

}  // namespace relmeta::formats
