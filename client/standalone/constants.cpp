#include "constants.hpp"

#include <map>
#include <memory>
#include <tuple>

#include "core/text/quote.hpp"

namespace relmeta::client {
namespace {

constexpr TypeId first_of_users = 16384;  // FirstNormalObjectId

struct Type {
    bool is_enum = false;
    bool is_text = false;
    std::string name;
};

class Tester {
public:
    Tester(Connection &connection, const Types &types) : connection_(connection), types_(types) {}

    void test(const std::string &value, const std::string &operation, TypeId of_column) {
        const auto [found, fresh] = errors_.try_emplace({of_column, operation, value});
        if (fresh) found->second = error_of(value, operation, of_column);
        if (!found->second.empty()) throw UserError(sqlstate::invalid_text_representation, found->second);
    }

private:
    const Type &described(TypeId id) {
        const auto [found, fresh] = described_.try_emplace(id);
        if (fresh) {
            const Result row =
                connection_.run({"SELECT typtype, typcategory, pg_catalog.format_type(oid, NULL) "
                                 "FROM pg_catalog.pg_type WHERE oid OPERATOR(pg_catalog.=) $1::pg_catalog.oid",
                                 {std::to_string(id)}});
            if (row.rows() > 0) found->second = {row.value(0, 0) == "e", row.value(0, 1) == "S", row.value(0, 2)};
        }
        return found->second;
    }

    /// The error message for the value; empty if it is valid.
    std::string error_of(const std::string &value, const std::string &operation, TypeId of_column) {
        const TypeId id = types_.base(of_column);
        const Type &type = described(id);
        if (type.is_enum && id != of_column) {  // the operators of enumerated types do not accept domains
            return "operator does not exist: " + described(of_column).name + " " + operation + " unknown";
        }
        if (type.is_enum) {
            const Result label =
                connection_.run({"SELECT FROM pg_catalog.pg_enum WHERE enumtypid OPERATOR(pg_catalog.=) $1::pg_catalog.oid "
                                 "AND enumlabel::pg_catalog.text OPERATOR(pg_catalog.=) $2::pg_catalog.text",
                                 {std::to_string(id), value}});
            return label.rows() > 0 ? "" : "invalid input value for enum " + type.name + ": " + in_quotes(value);
        }
        if (id >= first_of_users) return incomparable(type.name).what();
        if (type.is_text) return "";
        std::string message;
        connection_.run({"SAVEPOINT relmeta", {}});
        try {
            connection_.run(
                {"SELECT NULL::" + type.name + " OPERATOR(pg_catalog." + operation + ") " + quote_literal(value), {}});
        } catch (const ServerError &error) {
            connection_.run({"ROLLBACK TO SAVEPOINT relmeta", {}});
            // Whether a date is in range can depend on DateStyle.
            const bool is_no_value = error.sqlstate.substr(0, 2) == "22" && error.sqlstate != "22008";
            if (is_no_value || error.sqlstate == sqlstate::undefined_function) message = error.what();
        }
        connection_.run({"RELEASE SAVEPOINT relmeta", {}});
        return message;
    }

    Connection &connection_;
    const Types &types_;
    std::map<TypeId, Type> described_;
    std::map<std::tuple<TypeId, std::string, std::string>, std::string> errors_;
};

}  // namespace

ConstantTest constant_test(Connection &connection, const Types &types) {
    return [tester = std::make_shared<Tester>(connection, types)](const std::string &value, const std::string &operation,
                                                                  TypeId type) { tester->test(value, operation, type); };
}

}  // namespace relmeta::client
