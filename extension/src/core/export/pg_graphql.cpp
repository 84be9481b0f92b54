// SQL that makes pg_graphql call its fields what the relationships are called: directives in comments on foreign keys, and on the
// tables that hold declared relationships; a function for each side of a link through a bridge, which PostgREST reads too. What a
// comment says already stays in front of its directive.
#include "core/export/formats.hpp"
#include "core/export/graphql.hpp"
#include "core/export/json_writer.hpp"
#include "core/text/quote.hpp"

namespace relmeta::formats {

namespace {

std::string qualified(const Table &table) { return quote_qualified(table.schema, table.name); }

constexpr char directive_start[] = "@graphql(";

/// The comment with this directive, in place of the one it had, at its end: nothing that pg_graphql reads may follow.
std::string commented(const std::string *comment, const std::string &directive) {
    std::string text = comment == nullptr ? "" : *comment;
    const std::size_t old = text.find(directive_start);
    if (old != std::string::npos) {
        const std::size_t end = text.rfind(')');
        text.erase(old, end == std::string::npos || end < old ? std::string::npos : end + 1 - old);
    }
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) {
        text.pop_back();
    }
    return quote_literal(text + (text.empty() ? "" : "\n") + directive_start + directive + ")");
}

const char *kind_of(const Table &table) {
    switch (table.kind) {
        case 'v': return "VIEW ";
        case 'm': return "MATERIALIZED VIEW ";
        case 'f': return "FOREIGN TABLE ";
        default: return "TABLE ";
    }
}

class Writer {
public:
    explicit Writer(const Choice &choice) : choice_(choice), names_(choice) {}

    std::string write() {
        for (const Table *table : choice_.tables()) {
            std::vector<const Relationship *> declared;
            for (const Relationship *relationship : choice_.relationships_of(*table)) {
                if (relationship->bridge != 0) {
                    function(*relationship);
                } else if (!relationship->reverse) {
                    if (relationship->origin == Origin::declared) {
                        declared.push_back(relationship);
                    } else {
                        constraint(*table, *relationship);
                    }
                }
            }
            if (!declared.empty()) {
                foreign_keys(*table, declared);
            }
        }
        return text_;
    }

private:
    void constraint(const Table &holder, const Relationship &forward) {
        JsonWriter json(0);
        json.begin_object()
            .member("foreign_name", names_.of(forward))
            .member("local_name", names_.of(choice_.inverse_of(forward)))
            .end_object();
        text_ += "COMMENT ON CONSTRAINT " + quote_identifier(forward.constraint) + " ON " + qualified(holder) + " IS " +
                 commented(choice_.comment(holder.id, forward.constraint), json.text()) + ";\n";
    }

    /// A directive that is not spelt as it is here may say more than foreign keys: that one is the user's to extend.
    void foreign_keys(const Table &table, const std::vector<const Relationship *> &declared) {
        const std::string *comment = choice_.comment(table.id, "");
        const std::size_t directive = comment == nullptr ? std::string::npos : comment->find(directive_start);
        const std::string own = std::string(directive_start) + R"({"foreign_keys":[{"local_name":)";
        if (directive != std::string::npos && comment->compare(directive, own.size(), own) != 0) {
            return;
        }
        JsonWriter json(0);
        json.begin_object().key("foreign_keys").begin_array();
        for (const Relationship *relationship : declared) {
            const Table &target = choice_.table(relationship->target);
            json.begin_object().member("local_name", names_.of(choice_.inverse_of(*relationship)));
            json.member("local_columns", relationship->source_columns).member("foreign_name", names_.of(*relationship));
            json.member("foreign_schema", target.schema).member("foreign_table", target.name);
            json.member("foreign_columns", relationship->target_columns).end_object();
        }
        json.end_array().end_object();
        text_ +=
            std::string("COMMENT ON ") + kind_of(table) + qualified(table) + " IS " + commented(comment, json.text()) + ";\n";
    }

    void function(const Relationship &relationship) {
        const Table &source = choice_.table(relationship.source);
        const Table &target = choice_.table(relationship.target);
        const Table &bridge = choice_.table(relationship.bridge);
        std::vector<std::string> conditions;
        for (std::size_t i = 0; i < relationship.target_columns.size(); ++i) {
            conditions.push_back("t." + quote_identifier(relationship.target_columns[i]) + " = b." +
                                 quote_identifier(relationship.bridge_target_columns[i]));
        }
        for (std::size_t i = 0; i < relationship.source_columns.size(); ++i) {
            conditions.push_back("b." + quote_identifier(relationship.bridge_source_columns[i]) + " = ($1)." +
                                 quote_identifier(relationship.source_columns[i]));
        }
        text_ += "CREATE OR REPLACE FUNCTION " + quote_qualified(source.schema, names_.of(relationship)) + "(" +
                 qualified(source) + ") RETURNS SETOF " + qualified(target) + (to_many(relationship.kind) ? "" : " ROWS 1") +
                 " STABLE LANGUAGE sql\n    BEGIN ATOMIC SELECT t.* FROM " + qualified(target) + " AS t, " + qualified(bridge) +
                 " AS b WHERE " + join(conditions, " AND ") + "; END;\n";
    }

    const Choice &choice_;
    FieldNames names_;
    std::string text_;
};

}  // namespace

std::string pg_graphql(const Choice &choice) { return Writer(choice).write(); }

}  // namespace relmeta::formats
