// Models for SQLAlchemy 1.4 and 2, in one Python module. Every relationship states its join, because names and keys alone are
// ambiguous. Links through a bridge are read-only: to write them, write rows of the bridge, which is a model too.
#include <map>

#include "core/export/formats.hpp"
#include "core/export/models.hpp"
#include "core/text/quote.hpp"

namespace relmeta::formats {

namespace {

Language language() {
    Language python{class_name, {"Base", "None", "True", "False"}, python_words()};
    python.reserved_fields.insert({"metadata", "registry", "query", "sa", "orm", "postgresql"});
    return python;
}

std::string type_of(const std::string &text) {
    static const std::map<std::string, std::string> names{{"smallint", "sa.SmallInteger"},
                                                          {"integer", "sa.Integer"},
                                                          {"bigint", "sa.BigInteger"},
                                                          {"text", "sa.Text"},
                                                          {"boolean", "sa.Boolean"},
                                                          {"date", "sa.Date"},
                                                          {"time", "sa.Time"},
                                                          {"timetz", "sa.Time(timezone=True)"},
                                                          {"timestamp", "sa.DateTime"},
                                                          {"timestamptz", "sa.DateTime(timezone=True)"},
                                                          {"numeric", "sa.Numeric"},
                                                          {"float4", "sa.Float(24)"},
                                                          {"float8", "sa.Float(53)"},
                                                          {"varchar", "sa.String"},
                                                          {"char", "sa.CHAR"},
                                                          {"bytea", "sa.LargeBinary"},
                                                          {"json", "sa.JSON"},
                                                          {"jsonb", "postgresql.JSONB"},
                                                          {"uuid", "postgresql.UUID(as_uuid=True)"},
                                                          {"interval", "postgresql.INTERVAL"},
                                                          {"inet", "postgresql.INET"},
                                                          {"cidr", "postgresql.CIDR"},
                                                          {"macaddr", "postgresql.MACADDR"},
                                                          {"bit", "postgresql.BIT"},
                                                          {"varbit", "postgresql.BIT(varying=True)"},
                                                          {"int4range", "postgresql.INT4RANGE"},
                                                          {"int8range", "postgresql.INT8RANGE"},
                                                          {"numrange", "postgresql.NUMRANGE"},
                                                          {"daterange", "postgresql.DATERANGE"},
                                                          {"tsrange", "postgresql.TSRANGE"},
                                                          {"tstzrange", "postgresql.TSTZRANGE"}};
    const SqlType type = sql_type(text);
    const auto known = names.find(type.name);
    std::string name = known == names.end() ? "sa.types.NullType" : known->second;
    if ((type.name == "varchar" || type.name == "char" || type.name == "numeric") && !type.arguments.empty()) {
        name += '(' + type.arguments + ')';
    }
    return type.array ? "postgresql.ARRAY(" + name + ')' : name;
}

class Writer {
public:
    explicit Writer(const Choice &choice) : choice_(choice), names_(choice, language()) {}

    std::string write() {
        text_ =
            "import sqlalchemy as sa\n"
            "from sqlalchemy import orm\n"
            "from sqlalchemy.dialects import postgresql\n\n"
            "Base = orm.declarative_base()\n";
        for (const Table *table : choice_.tables()) {
            write(*table);
        }
        return text_;
    }

private:
    void write(const Table &table) {
        text_ += "\n\nclass " + names_.type(table) + "(Base):\n";
        const std::string comment = choice_.comment(table);
        if (!comment.empty()) {
            text_ += "    " + python_literal(comment) + "\n\n";
        }
        text_ += "    __tablename__ = " + python_literal(table.name) + "\n    __table_args__ = (\n";
        for (const ForeignKey &key : table.foreign_keys) {
            constraint(table, key);
        }
        text_ += "        {\"schema\": " + python_literal(table.schema) +
                 (comment.empty() ? "" : ", \"comment\": " + python_literal(comment)) + "},\n    )\n\n";
        const ColumnNumbers key = identifying_columns(choice_, table);
        for (const Column &column : table.columns) {
            write(table, column, contains(key, column.number));
        }
        for (const Relationship *relationship : choice_.relationships_of(table)) {
            if (in_models(choice_, *relationship)) {
                write(*relationship);
            }
        }
    }

    /// Leaves out a foreign key to a name with a dot, because SQLAlchemy splits its target at dots.
    void constraint(const Table &table, const ForeignKey &key) {
        if (!choice_.chosen(key.target)) {
            return;
        }
        const Table &target = choice_.table(key.target);
        const ColumnNames columns = target.names(key.target_columns);
        if ((target.schema + target.name + join(columns, "")).find('.') != std::string::npos) {
            return;
        }
        const std::string prefix = target.schema + '.' + target.name + '.';
        text_ += "        sa.ForeignKeyConstraint([" + join(table.names(key.columns), ", ", python_literal) + "], [" +
                 join(columns, ", ", [&](const std::string &name) { return python_literal(prefix + name); }) +
                 "], name=" + python_literal(key.name) + "),\n";
    }

    void write(const Table &table, const Column &column, bool key) {
        const std::string comment = choice_.comment(table, column);
        text_ += "    " + names_.column(table, column.number) + " = sa.Column(" + python_literal(column.name) + ", " +
                 type_of(choice_.type(column)) +
                 (key               ? ", primary_key=True"
                  : column.not_null ? ", nullable=False"
                                    : "") +
                 (column.has_default ? ", server_default=sa.FetchedValue()" : "") +
                 (comment.empty() ? "" : ", comment=" + python_literal(comment)) + ")\n";
    }

    std::string field(const Table &table, const std::string &column) const {
        return names_.type(table) + '.' + names_.column(table, column);
    }

    /// The columns of one side of a join condition, and their annotations.
    struct Side {
        const Table &table;
        const ColumnNames &columns;
        const char *open = "";
        const char *close = "";
    };

    std::string condition(const Side &left, const Side &right) const {
        std::vector<std::string> equal;
        for (std::size_t i = 0; i < left.columns.size(); ++i) {
            equal.push_back(left.open + field(left.table, left.columns[i]) + left.close + " == " + right.open +
                            field(right.table, right.columns[i]) + right.close);
        }
        return equal.size() == 1 ? "lambda: " + equal.front() : "lambda: sa.and_(" + join(equal, ", ") + ')';
    }

    void write(const Relationship &relationship) {
        const Table &source = choice_.table(relationship.source);
        const Table &target = choice_.table(relationship.target);
        text_ +=
            "    " + names_.of(relationship) + " = orm.relationship(\n        " + python_literal(names_.type(target)) + ",\n";
        if (relationship.bridge != 0) {
            const Table &bridge = choice_.table(relationship.bridge);
            text_ += "        secondary=lambda: " + names_.type(bridge) + ".__table__,\n        primaryjoin=" +
                     condition({source, relationship.source_columns}, {bridge, relationship.bridge_source_columns}) +
                     ",\n        secondaryjoin=" +
                     condition({bridge, relationship.bridge_target_columns}, {target, relationship.target_columns}) + ",\n";
        } else {
            // SQLAlchemy writes the columns that are foreign().
            const bool here = holds_key(relationship);
            text_ += "        primaryjoin=";
            text_ += here ? condition({source, relationship.source_columns, "orm.foreign(", ")"},
                                      {target, relationship.target_columns, "orm.remote(", ")"})
                          : condition({source, relationship.source_columns},
                                      {target, relationship.target_columns, "orm.foreign(orm.remote(", "))"});
            text_ += ",\n";
        }
        text_ += std::string("        uselist=") + (to_many(relationship.kind) ? "True" : "False") + ",\n";
        if (relationship.bridge != 0 || relationship.kind == Kind::many_to_many) {
            text_ += "        viewonly=True,\n    )\n";
            return;
        }
        text_ += "        back_populates=" + python_literal(names_.of(choice_.inverse_of(relationship))) + ",\n";
        const std::vector<std::string> others = overlapping(relationship);
        text_ += (others.empty() ? "" : "        overlaps=" + python_literal(join(others, ",")) + ",\n") + "    )\n";
    }

    /// The relationships that write the same columns, which SQLAlchemy requires to be listed.
    std::vector<std::string> overlapping(const Relationship &relationship) const {
        const Table &writer = choice_.table(holds_key(relationship) ? relationship.source : relationship.target);
        const ColumnNumbers columns =
            writer.numbers_at(holds_key(relationship) ? relationship.source_columns : relationship.target_columns);
        std::vector<std::string> names;
        for (const Relationship *other : choice_.relationships_of(writer)) {
            const bool same = other == &relationship || other == &choice_.inverse_of(relationship);
            if (other->bridge == 0 && in_models(choice_, *other) && holds_key(*other) && !same &&
                !disjoint(writer.numbers_at(other->source_columns), columns)) {
                names.push_back(names_.of(*other));
                names.push_back(names_.of(choice_.inverse_of(*other)));
            }
        }
        return names;
    }

    const Choice &choice_;
    ModelNames names_;
    std::string text_;
};

}  // namespace

std::string sqlalchemy(const Choice &choice) { return Writer(choice).write(); }

}  // namespace relmeta::formats
