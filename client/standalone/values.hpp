// The arguments of a command as the server reads them: tables are looked up, numbers and names are checked, with PostgreSQL's
// own errors.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "../command.hpp"
#include "core/model/facts.hpp"

namespace relmeta::client {

class Values {
public:
    /// Sends them to the server, in an open transaction with the user's search_path.
    Values(Connection &connection, const Command &command, const Arguments &arguments);

    bool has(const std::string &name) const { return values_.count(name) > 0; }
    std::vector<std::string> texts(const std::string &name) const;
    std::optional<std::string> text(const std::string &name) const;
    std::string text(const std::string &name, const std::string &otherwise) const { return text(name).value_or(otherwise); }
    /// Whether the argument was an array in PostgreSQL's text form.
    bool is_array(const std::string &name) const { return arrays_.count(name) > 0; }
    bool flag(const std::string &name) const { return has(name); }
    int number(const std::string &name, int otherwise) const;
    std::vector<TableId> tables(const std::string &name) const;
    TableId table(const std::string &name) const { return tables(name).at(0); }

private:
    std::map<std::string, std::vector<std::string>> values_;
    std::set<std::string> arrays_;
};

}  // namespace relmeta::client
