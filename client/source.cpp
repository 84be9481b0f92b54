#include "source.hpp"

#include <cstdlib>

#include "call.hpp"
#include "config/resolve.hpp"
#include "core/text/error.hpp"
#include "transaction.hpp"

namespace relmeta::client {
namespace {

constexpr int oldest_version = 130000;

std::string major_of(const std::string &version) { return version.substr(0, version.find('.')); }

/// Rejects other databases that use PostgreSQL's protocol, and servers that are too old.
void check_server(int version, const std::string &text) {
    const std::string known = text.substr(0, text.find(" on "));
    for (const char *other : {"CockroachDB", "Redshift"}) {
        if (text.find(other) != std::string::npos) {
            throw ServerError(std::string("the server is ") + other + ", but relmeta supports only PostgreSQL",
                              sqlstate::feature_not_supported, "", "");
        }
    }
    if (version < oldest_version) {
        throw ServerError("the server is " + known + ", but relmeta requires PostgreSQL 13 or later",
                          sqlstate::feature_not_supported, "", "");
    }
}

}  // namespace

ServerError needs_extension(const Command &command, const Connection &connection) {
    return ServerError("extension \"relmeta\" is not installed in database \"" + connection.database() + "\", but " +
                           command.name + " requires it",
                       sqlstate::undefined_object, "", "Run \"relmeta -d " + connection.database() + " setup\".");
}

std::unique_ptr<Source> choose_source(Connection &connection, const Command &command, const Settings &settings) {
    const Result found =
        connection.run({"SELECT pg_catalog.version(), (SELECT extversion FROM pg_catalog.pg_extension WHERE extname "
                        "OPERATOR(pg_catalog.=) 'relmeta')",
                        {}});
    check_server(connection.server_version(), found.value(0, 0));
    const bool installed = !found.is_null(0, 1);
    if (installed && (!settings.standalone || command.needs_extension)) return extension_source(connection, found.value(0, 1));
    if (!command.needs_extension) return standalone_source(connection, user_input(config_in_effect(settings.config)));
    throw needs_extension(command, connection);
}

namespace {

class ExtensionSource : public Source {
public:
    ExtensionSource(Connection &connection, std::string version) : connection_(connection), version_(std::move(version)) {}

    Result answer(const Command &command, const Arguments &arguments) override {
        set(command, arguments);
        return connection_.run(statement_of(command, arguments));
    }

    std::string snapshot(const Arguments &arguments) override {
        const Command command = export_command();
        Arguments exported = arguments;
        exported["format"] = {"json"};
        set(command, exported);
        Transaction transaction(connection_, Transaction::Purpose::read);
        if (const auto tables = exported.find("tables"); tables != exported.end()) {
            for (std::string &table : tables->second) {
                table = connection_.run({"SELECT $1::pg_catalog.regclass::pg_catalog.oid", {table}}).value(0, 0);
            }
        }
        transaction.empty_path();
        const std::string text = connection_.run(statement_of(command, exported)).value(0, 0);
        transaction.commit();
        return text;
    }

    std::string rehearse(const Command &command, const Arguments &arguments) override {
        if (command.ddl_function.empty()) return call_text(command, arguments, connection_);
        set(command, arguments);
        return connection_.run(ddl_of(command, arguments)).value(0, 0);
    }

    std::string name() const override { return "the extension, version " + version_; }
    bool standalone() const override { return false; }

private:
    void set(const Command &command, const Arguments &arguments) {
        for (const Parameter &parameter : command.parameters) {
            if (!parameter.setting || arguments.count(parameter.name) == 0) continue;
            connection_.run({"SELECT pg_catalog.set_config($1, $2, false)",
                             {"relmeta." + parameter.name, arguments.at(parameter.name).front()}});
        }
    }

    Connection &connection_;
    std::string version_;
};

}  // namespace

std::unique_ptr<Source> extension_source(Connection &connection, const std::string &version) {
    if (major_of(version) != major_of(RELMETA_VERSION)) {
        throw ServerError("extension \"relmeta\" in database \"" + connection.database() + "\" has version " + version +
                              ", but this client has version " + RELMETA_VERSION,
                          sqlstate::feature_not_supported, "",
                          std::strtol(version.c_str(), nullptr, 10) < std::strtol(RELMETA_VERSION, nullptr, 10)
                              ? "Run \"relmeta -d " + connection.database() + " setup\" to update the extension."
                              : "Install version " + major_of(version) + " of the client.");
    }
    return std::make_unique<ExtensionSource>(connection, version);
}

}  // namespace relmeta::client
