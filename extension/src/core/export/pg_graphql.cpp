// SQL that names pg_graphql's fields after the relationships: directives in comments on foreign keys and on tables with declared
// relationships, and a function for each side of a link through a bridge or under a condition, which PostgREST uses too. The text
// of existing comments is kept before the directive, and functions that relmeta did not create are not changed.
#include "core/export/formats.hpp"
#include "core/export/graphql.hpp"
#include "core/export/json_writer.hpp"
#include "core/model/condition.hpp"
#include "core/text/quote.hpp"

namespace relmeta::formats {

namespace {

std::string qualified(const Table &table) { return quote_qualified(table.schema, table.name); }

constexpr char directive_start[] = "@graphql(";
constexpr char made_by[] = "Made by relmeta.";  ///< in the comment on a function

/// Replaces the directive in the comment, or appends one. It is placed last, because pg_graphql allows no text after it.
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

/// Dollar-quotes the text with a tag that it does not contain.
std::string in_dollars(const std::string &text) {
    std::string tag = "$relmeta$";
    for (int number = 2; text.find(tag) != std::string::npos; ++number) {
        poll();
        tag = "$relmeta_" + std::to_string(number) + "$";
    }
    return tag + text + tag;
}

/// Columns that are unique in a view: the shortest list of source columns of a one_to_one or one_to_many relationship; of
/// several, the first.
ColumnNames unique_columns(const std::vector<const Relationship *> &relationships) {
    ColumnNames best;
    for (const Relationship *relationship : relationships) {
        const ColumnNames &columns = relationship->source_columns;
        const bool unique =
            relationship->bridge == 0 && (relationship->kind == Kind::one_to_one || relationship->kind == Kind::one_to_many);
        if (unique && (best.empty() || columns.size() < best.size())) {
            best = columns;
        }
    }
    return best;
}

/// Whether a relation of this kind cannot have a primary key.
bool is_keyless(const Table &table) { return table.kind == 'v' || table.kind == 'm' || table.kind == 'f'; }

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
                if (relationship->bridge != 0 || !relationship->condition.empty()) {
                    function(*relationship);
                } else if (!relationship->reverse) {
                    if (relationship->origin == Origin::declared || relationship->origin == Origin::view) {
                        declared.push_back(relationship);
                    } else {
                        constraint(*table, *relationship);
                    }
                }
            }
            const ColumnNames key = is_keyless(*table) ? unique_columns(choice_.relationships_of(*table)) : ColumnNames();
            if (!declared.empty() || !key.empty()) {
                directive(*table, declared, key);
            }
        }
        if (!functions_.empty()) {
            text_ += "DO " + in_dollars(function_block()) + ";\n";
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

    /// Does not change a directive that relmeta did not write, because it may contain more; the user has to extend it.
    void directive(const Table &table, const std::vector<const Relationship *> &declared, const ColumnNames &key) {
        const std::string *comment = choice_.comment(table.id, "");
        const std::size_t there = comment == nullptr ? std::string::npos : comment->find(directive_start);
        if (there != std::string::npos) {
            const std::string own = std::string(directive_start) + R"({"foreign_keys":[)";
            if (comment->compare(there, own.size(), own) != 0) {
                return;
            }
        }
        if (key.empty() && is_keyless(table)) {
            text_ += "-- pg_graphql shows " + in_comment(qualified(table)) +
                     " only with \"primary_key_columns\", which no relationship provides: add a directive with them\n";
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
        json.end_array();
        if (!key.empty()) {
            json.member("primary_key_columns", key);
        }
        json.end_object();
        text_ +=
            std::string("COMMENT ON ") + kind_of(table) + qualified(table) + " IS " + commented(comment, json.text()) + ";\n";
    }

    void function(const Relationship &relationship) {
        const Table &source = choice_.table(relationship.source);
        const Table &target = choice_.table(relationship.target);
        const std::string bridge = relationship.bridge == 0 ? "" : qualified(choice_.table(relationship.bridge));
        std::vector<std::string> conditions;
        const bool direct = relationship.bridge == 0;
        for (std::size_t i = 0; i < relationship.target_columns.size(); ++i) {
            conditions.push_back("t." + quote_identifier(relationship.target_columns[i]) + " = " +
                                 (direct ? "($1)." + quote_identifier(relationship.source_columns[i])
                                         : "b." + quote_identifier(relationship.bridge_target_columns[i])));
        }
        for (std::size_t i = 0; !direct && i < relationship.source_columns.size(); ++i) {
            conditions.push_back("b." + quote_identifier(relationship.bridge_source_columns[i]) + " = ($1)." +
                                 quote_identifier(relationship.source_columns[i]));
        }
        if (!relationship.condition.empty()) {
            conditions.push_back(Condition(relationship.condition).sql(!direct ? "b" : relationship.reverse ? "t" : "($1)"));
        }
        const std::string matches = join(conditions, " AND ");
        const std::string signature = quote_qualified(source.schema, names_.of(relationship)) + "(" + qualified(source) + ")";
        functions_.push_back({signature, "CREATE OR REPLACE FUNCTION " + signature + " RETURNS SETOF " + qualified(target) +
                                             (to_many(relationship.kind) ? "" : " ROWS 1") +
                                             " STABLE LANGUAGE sql\n    BEGIN ATOMIC SELECT t.* FROM " + qualified(target) +
                                             " AS t WHERE " +
                                             (direct ? matches : "EXISTS (SELECT FROM " + bridge + " AS b WHERE " + matches + ")") +
                                             "; END"});
    }

    /// A DO block that creates the functions. When it runs, it replaces functions created by relmeta and warns about others.
    std::string function_block() const {
        const auto row = [](const Function &function) {
            return "        [" + quote_literal(function.signature) + ",\n         " + quote_literal(function.definition) +
                   ",\n         " + quote_literal(opt_out(function.signature)) + "]";
        };
        return "\nDECLARE\n    function text[];\n    present oid;\nBEGIN\n    FOREACH function SLICE 1 IN ARRAY ARRAY[\n" +
               join(functions_, ",\n", row) +
               "\n    ] LOOP\n"
               "        present := pg_catalog.to_regprocedure(function[1]);\n"
               "        IF present IS NULL OR pg_catalog.strpos(pg_catalog.obj_description(present, 'pg_proc'), '" +
               made_by +
               "') > 0 THEN\n"
               "            EXECUTE function[2];\n"
               "        ELSE\n"
               "            RAISE WARNING 'function % already exists and was not created by relmeta, skipping', function[1];\n"
               "        END IF;\n"
               "        IF present IS NULL OR pg_catalog.obj_description(present, 'pg_proc') = '" +
               made_by +
               "' THEN\n"
               "            EXECUTE pg_catalog.format('COMMENT ON FUNCTION %s IS %L', function[1], function[3]);\n"
               "        END IF;\n"
               "    END LOOP;\n"
               "END\n";
    }

    /// The comment, which hides the function from PostGraphile 4 and 5. They have the link themselves, and 5 does not start if a
    /// function and a table have the same name.
    static std::string opt_out(const std::string &signature) {
        return "@omit\n@behavior -*\n@name " + in_comment(signature) + '\n' + made_by;
    }

    struct Function {
        std::string signature;
        std::string definition;
    };

    const Choice &choice_;
    FieldNames names_;
    std::string text_;
    std::vector<Function> functions_;
};

}  // namespace

std::string pg_graphql(const Choice &choice) { return Writer(choice).write(); }

}  // namespace relmeta::formats
