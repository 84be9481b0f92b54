#include "values.hpp"

#include <cstdlib>

namespace relmeta::client {
namespace {

/// The expression that returns this parameter as text.
std::string expression_of(const std::string &type, std::size_t number) {
    const std::string value = "$" + std::to_string(number) + "::pg_catalog.";
    if (type == "regclass") return value + "regclass::pg_catalog.oid::pg_catalog.text";
    if (type == "int4") return value + "int4::pg_catalog.text";
    if (type == "int8") return value + "int8::pg_catalog.text";
    if (type == "float4") return value + "float4::pg_catalog.text";
    if (type == "interval") return "pg_catalog.date_part('epoch', " + value + "interval)::pg_catalog.text";
    if (type == "bool") return value + "bool::pg_catalog.text";
    return type == "name" ? value + "name::pg_catalog.text" : value + "text";
}

}  // namespace

Values::Values(Connection &connection, const Command &command, const Arguments &arguments) {
    Statement statement;
    std::vector<std::string> names;
    for (const Parameter &parameter : command.parameters) {
        const auto given = arguments.find(parameter.name);
        if (given == arguments.end()) continue;
        if (parameter.type == "_text") arrays_.insert(parameter.name);
        for (const std::string &value : given->second) {
            statement.values.push_back(value);
            statement.text += (names.empty() ? "SELECT " : ", ") + expression_of(parameter.type, statement.values.size());
            names.push_back(parameter.name);
        }
    }
    if (names.empty()) return;
    const Result result = connection.run_binary(statement);
    for (std::size_t i = 0; i < names.size(); ++i) {
        const int column = static_cast<int>(i);
        values_[names[i]].emplace_back(result.bytes(0, column), static_cast<std::size_t>(result.length(0, column)));
    }
}

std::vector<std::string> Values::texts(const std::string &name) const {
    const auto found = values_.find(name);
    return found != values_.end() ? found->second : std::vector<std::string>();
}

std::optional<std::string> Values::text(const std::string &name) const {
    const auto found = values_.find(name);
    return found != values_.end() ? std::optional<std::string>(found->second.front()) : std::nullopt;
}

int Values::number(const std::string &name, int otherwise) const {
    const auto found = values_.find(name);
    return found != values_.end() ? std::atoi(found->second.front().c_str()) : otherwise;
}

std::vector<TableId> Values::tables(const std::string &name) const {
    std::vector<TableId> tables;
    for (const std::string &oid : texts(name)) tables.push_back(static_cast<TableId>(std::strtoul(oid.c_str(), nullptr, 10)));
    return tables;
}

}  // namespace relmeta::client
