// Commands that export the catalog: as text for other programs, as diagrams for people.
#include "../command_line.hpp"
#include "../graphviz.hpp"
#include "../source.hpp"
#include "core/consumers/rules.hpp"
#include "core/export/exporter.hpp"
#include "core/text/quote.hpp"

namespace relmeta::client {
namespace {

/// The content of a diagram file, by its extension.
struct Kind {
    const char *suffix;
    const char *format;   ///< relmeta's export format
    const char *picture;  ///< dot's format; null: the file holds the export itself
};
constexpr Kind kinds[] = {{".svg", "dot", "svg"},   {".png", "dot", "png"},       {".pdf", "dot", "pdf"},
                          {".dot", "dot", nullptr}, {".mmd", "mermaid", nullptr}, {".html", "html", nullptr}};

const Kind &kind_of(const std::string &file) {
    for (const Kind &kind : kinds) {
        const std::string suffix = kind.suffix;
        if (file.size() > suffix.size() && file.compare(file.size() - suffix.size(), suffix.size(), suffix) == 0) return kind;
    }
    throw UsageError("diagram requires -o FILE, where FILE ends in .svg, .png, .pdf, .dot, .mmd or .html");
}

int make_diagram(const Context &context) {
    const Kind &kind = kind_of(context.output.file());
    // Graphviz and browsers expect UTF-8, regardless of the terminal's encoding.
    context.connection.use_utf8();
    Command command = context.command;
    command.parameters.push_back({"format", "text", Place::option, ""});
    Arguments arguments = context.arguments;
    arguments["format"] = {kind.format};
    const std::string text = context.source.answer(command, arguments).value(0, 0);
    context.output.text(kind.picture == nullptr ? text : draw(text, kind.picture, context.progress));
    return done;
}

}  // namespace

// clang-format off
const Parameter tables{"tables", "regclass", Place::arguments, "the tables (default: all)", "table"};
const Parameter bridges{"bridges", "text", Place::option, "draw bridges in diagrams as tables (the default) or edges"};

Command export_command() {
    Command command{"export", "write tables and relationships for other programs", "export", Shape::value,
                    {{"format", "text", Place::argument, "one of " + join(export_formats(), ", ")}, tables, bridges,
                     include_extensions(), exclude_views()},
                    "export json -o relationships.json"};
    return command;
}

Commands export_commands() {
    Command diagram{"diagram", "draw tables and relationships; .svg, .png and .pdf require graphviz", "export",
                    Shape::value, {tables, bridges, include_extensions(), exclude_views()}, "-d shop diagram -o shop.svg"};
    diagram.run = make_diagram;

    Command consumers{"consumers", "list what PostgREST, Hasura, PostGraphile and others miss, misread or rename, with fixes",
                      "consumers", Shape::rows,
                      {{"target", "text", Place::optional_argument,
                        "one of " + join(consumer_list(), ", ", [](const ConsumerInfo &info) { return std::string(info.name); }) +
                            " (default: all)"},
                       include_extensions()},
                      "consumers postgraphile"};
    consumers.columns = {"consumer", "source", "relationship", "verdict", "reason"};
    consumers.none = "no differences";
    return {export_command(), diagram, consumers};
}
// clang-format on

}  // namespace relmeta::client
