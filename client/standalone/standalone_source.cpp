// The client as a source: in one transaction, read the catalog, derive, and call the command's function.
#include "../source.hpp"
#include "answers.hpp"

namespace relmeta::client {
namespace {

class StandaloneSource : public Source {
public:
    StandaloneSource(Connection &connection, UserInput input) : connection_(connection), input_(std::move(input)) {}

    Result answer(const Command &command, const Arguments &arguments) override {
        return ask(command.function.empty() ? command.name : command.function, command, arguments);
    }

    std::string snapshot(const Arguments &arguments) override {
        Arguments exported = arguments;
        exported["format"] = {"json"};
        return answer(export_command(), exported).value(0, 0);
    }

    std::string rehearse(const Command &command, const Arguments &arguments) override {
        return ask(command.ddl_function.empty() ? command.function + "_ddl" : command.ddl_function, command, arguments)
            .value(0, 0);
    }

    std::string name() const override { return "the client, without the extension"; }
    bool standalone() const override { return true; }

private:
    Result ask(const std::string &function, const Command &command, const Arguments &arguments) {
        const Answerer *found = answerer_of(function);
        if (found == nullptr) throw needs_extension(command, connection_);
        const Answerer &answerer = *found;
        Transaction transaction(connection_, answerer.purpose);
        const Values values(connection_, command, arguments);
        if (answerer.prepare != nullptr) answerer.prepare(connection_, values);
        Wanted wanted = answerer.wanted;
        wanted.extensions = values.flag("include_extensions");
        wanted.no_views = values.flag("exclude_views");
        Catalog catalog = read_catalog(connection_, input_.words, wanted);
        derive(connection_, input_, catalog);
        Result result = answerer.answer({connection_, transaction, values, catalog, input_});
        transaction.commit();
        return result;
    }

    Connection &connection_;
    UserInput input_;
};

}  // namespace

std::unique_ptr<Source> standalone_source(Connection &connection, UserInput input) {
    return std::make_unique<StandaloneSource>(connection, std::move(input));
}

}  // namespace relmeta::client
