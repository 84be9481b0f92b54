// Prisma, SQLAlchemy and Django, which generate models from a database: db pull, automap and inspectdb.
#include <algorithm>
#include <cctype>
#include <set>

#include "core/consumers/reader.hpp"
#include "core/export/models.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

namespace {

std::string lower(std::string text) {
    for (char &c : text) {
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return text;
}

/// A consumer that generates a model for each table.
class ModelReader : public Reader {
public:
    using Reader::Reader;

    Fault missing(const Relationship &relationship) const override {
        for (const TableId id : {relationship.source, relationship.target}) {
            if (const Fault fault = no_model(table(id))) {
                return fault;
            }
        }
        if (!has_keys(relationship)) {
            return {relationship.condition.empty()
                        ? "it has no foreign key; the " + std::string(about(consumer()).name) + " export has it"
                        : "models cannot contain its condition",
                    ""};
        }
        if (relationship.bridge != 0 && !is_link_table(holder(relationship))) {
            return {quote_identifier(holder(relationship).name) + " is a model, so the link is two steps; the " +
                        about(consumer()).name + " export has the link",
                    ""};
        }
        return {};
    }

protected:
    /// Why the table has no model.
    virtual Fault no_model(const Table &table) const = 0;
    /// Whether the table becomes a link between two models.
    virtual bool is_link_table(const Table &) const { return false; }
    Fault view(const Table &table) const {
        const bool is_table = table.kind == 'r' || table.kind == 'p';
        return is_table ? Fault{} : Fault{quote_identifier(table.name) + " is not a table, so it is not read", ""};
    }
    Fault link_table(const Table &table) const {
        return is_link_table(table) ? Fault{quote_identifier(table.name) + " is a link, so it has no model", ""} : Fault{};
    }
};

/// Prisma's spelling: starts at the first letter, with underscores for all other characters that are not ASCII letters or digits.
std::string prisma_name(const std::string &text) {
    const auto is_letter = [](const char c) {
        return static_cast<unsigned char>(c) < 0x80 && std::isalpha(static_cast<unsigned char>(c)) != 0;
    };
    std::string name;
    for (auto c = std::find_if(text.begin(), text.end(), is_letter); c != text.end(); ++c) {
        if ((static_cast<unsigned char>(*c) & 0xc0) != 0x80) {  // not a continuation byte
            name += is_letter(*c) || std::isdigit(static_cast<unsigned char>(*c)) != 0 ? *c : '_';
        }
    }
    return name;
}

class PrismaReader final : public ModelReader {
public:
    PrismaReader(const Choice &choice, const Surroundings &surroundings) : ModelReader(Consumer::prisma, choice, surroundings) {
        for (const Table *each : choice.tables()) {
            if (!view(*each) && !is_link_table(*each)) {
                ++models_[prisma_name(each->name)];
            }
        }
        for (const Table *each : choice.tables()) {
            for (const ForeignKey *link : distinct_foreign_keys(*each)) {
                const bool linked = is_link_table(*each);
                std::set<Link> &links = links_[pair(linked ? each->foreign_keys[0].target : each->id,
                                                    linked ? each->foreign_keys[1].target : link->target)];
                links.emplace(each->id, linked ? ColumnNumbers() : link->columns);
                for (const std::string &column : each->names(link->columns)) {
                    if (!linked && prisma_name(column) == model(table(link->target))) {
                        links.emplace(each->id, ColumnNumbers());  // forces the long name
                    }
                }
            }
        }
    }

    Fault missing(const Relationship &relationship) const override {
        if (const Fault fault = ModelReader::missing(relationship)) {
            return fault;
        }
        for (const ColumnNames &columns : {relationship.source_columns.get(), relationship.target_columns.get()}) {
            for (const std::string &column : columns) {
                if (prisma_name(column).empty()) {
                    return {"the name of column " + in_quotes(column) + " has no ASCII letter", ""};
                }
            }
        }
        return {};
    }
    std::string name(const Relationship &relationship) const override {
        const Table &from = holder(relationship);
        const std::string target = model(table(relationship.target));
        const bool self = relationship.source == relationship.target;
        const bool ambiguous = links_.at(pair(relationship.source, relationship.target)).size() > 1;
        if (relationship.bridge != 0) {
            const std::string end = from.at(key(relationship).columns.front()).name;
            return target + (ambiguous ? from.name : "") + (self ? lower(end) == "a" ? "_A" : "_B" : "");
        }
        const std::string named = model(from) + '_' + join(from.names(key(relationship).columns), "_", prisma_name) + "To" +
                                  model(table(key(relationship).target));
        return (self && relationship.reverse ? "other_" : "") + target + (ambiguous ? '_' + named : "");
    }
    std::string name_of(const Column &column, const Table &) const override { return prisma_name(column.name); }
    const char *cannot_rename() const override { return "; db pull keeps a name set in schema.prisma"; }
    bool links(const Table &table, const ForeignKey &, const ForeignKey &) const override { return is_link_table(table); }

protected:
    bool unique(const Table &table, const ForeignKey &key) const override {
        return std::any_of(table.indexes.begin(), table.indexes.end(),
                           [&](const Index &index) { return is_key(index) && subset(index.columns, key.columns); });
    }
    bool is_link_table(const Table &table) const override {
        if (table.name[0] != '_' || table.foreign_keys.size() != 2 || table.is_view()) {
            return false;
        }
        const auto is = [&](ColumnNumber number, const char *name) {
            return number != 0 && lower(table.at(number).name) == name;
        };
        const bool first = is(table.foreign_keys[0].columns.front(), "a");
        const ForeignKey &a = table.foreign_keys[first ? 0 : 1];
        const ForeignKey &b = table.foreign_keys[first ? 1 : 0];
        const auto any_index = [&](auto fits) { return std::any_of(table.indexes.begin(), table.indexes.end(), fits); };
        return is(a.columns.front(), "a") && is(b.columns.front(), "b") &&
               this->table(a.target).name <= this->table(b.target).name && any_index([&](const Index &index) {
                   return index.unique && index.columns.size() == 2 && is(index.columns[0], "a") && is(index.columns[1], "b");
               }) &&
               any_index(
                   [&](const Index &index) { return !index.unique && index.columns.size() == 1 && is(index.columns[0], "b"); });
    }
    Fault no_model(const Table &table) const override {
        if (const Fault fault = view(table)) {
            return fault;
        }
        if (const Fault fault = link_table(table)) {
            return fault;
        }
        if (table.is_partition) {
            return {quote_identifier(table.name) + " is a partition", ""};
        }
        const bool identified = std::any_of(table.indexes.begin(), table.indexes.end(), [&](const Index &index) {
            return is_key(index) && table.all_not_null(index.columns) &&
                   std::all_of(index.columns.begin(), index.columns.end(),
                               [&](ColumnNumber number) { return has_type(table.at(number)); });
        });
        return identified ? Fault{}
                          : Fault{quote_identifier(table.name) +
                                      " has no unique index over NOT NULL columns of types that Prisma supports",
                                  ""};
    }

private:
    using Link = std::pair<TableId, ColumnNumbers>;

    static std::pair<TableId, TableId> pair(TableId a, TableId b) { return {std::min(a, b), std::max(a, b)}; }
    static bool is_key(const Index &index) {
        return index.unique && !index.temporal && !index.covering && !contains(index.columns, 0);
    }
    /// Whether Prisma has a type for the column. Types of extensions are assumed to have one.
    bool has_type(const Column &column) const {
        static const std::unordered_set<std::string> unknown{
            "name",     "cidr",      "macaddr",   "macaddr8", "interval",  "xid",     "xid8",      "pg_lsn",
            "tsvector", "int4range", "int8range", "numrange", "daterange", "tsrange", "tstzrange", "regclass"};
        const SqlType type = sql_type(choice().type(column));
        return !type.array && unknown.count(type.name) == 0;
    }
    std::string model(const Table &table) const {
        const std::string name = prisma_name(table.name);
        const auto same = models_.find(name);
        if (same != models_.end() && same->second > 1) {
            return prisma_name(table.schema + '_' + table.name);
        }
        static const std::unordered_set<std::string> allowed{"arguments", "eval", "static", "undefined"};
        const bool reserved = table.name == "PrismaClient" || table.name == "using" ||
                              (javascript_words().count(table.name) != 0 && allowed.count(table.name) == 0);
        return reserved ? "Renamed" + table.name : name;
    }

    std::map<std::string, int> models_;                            ///< the number of tables with the name
    std::map<std::pair<TableId, TableId>, std::set<Link>> links_;  ///< the links between two tables, in either direction
};

class SqlalchemyReader : public ModelReader {
public:
    SqlalchemyReader(const Choice &choice, const Surroundings &surroundings)
        : ModelReader(Consumer::sqlalchemy, choice, surroundings) {}

    Fault wrong_kind(const Relationship &) const override {
        return {"automap always makes the reverse of a foreign key a list; generate_relationship can set uselist", ""};
    }
    std::string name(const Relationship &relationship) const override {
        return lower(table(relationship.target).name) + (shows_many(relationship) ? "_collection" : "");
    }
    const char *cannot_rename() const override {
        return "; name_for_scalar_relationship and name_for_collection_relationship set names";
    }
    bool links(const Table &table, const ForeignKey &near, const ForeignKey &far) const override {
        return is_link_table(table) && !no_model(this->table(near.target)) && !no_model(this->table(far.target));
    }

protected:
    bool unique(const Table &, const ForeignKey &) const override { return false; }
    bool is_link_table(const Table &table) const override {
        if (table.foreign_keys.size() != 2) {
            return false;
        }
        const ColumnNumbers keys = united(table.foreign_keys[0].columns, table.foreign_keys[1].columns);
        return keys.size() == table.columns.size();
    }
    Fault no_model(const Table &table) const override {
        if (const Fault fault = view(table)) {
            return fault;
        }
        if (const Fault fault = link_table(table)) {
            return fault;
        }
        return table.primary_key() != nullptr
                   ? Fault{}
                   : Fault{quote_identifier(table.name) + " has no primary key", add_primary_key(table)};
    }
};

class DjangoReader : public ModelReader {
public:
    DjangoReader(const Choice &choice, const Surroundings &surroundings) : ModelReader(Consumer::django, choice, surroundings) {}

    Fault missing(const Relationship &relationship) const override {
        if (const Fault fault = ModelReader::missing(relationship)) {
            return fault;
        }
        const Table &table = holder(relationship);
        const ForeignKey &link = key(relationship);
        if (link.columns.size() > 1) {
            return {"inspectdb uses only the first column of " + on_columns(table, link.columns), ""};
        }
        const Table &target = this->table(link.target);
        if (target.kind == 'p' && target.has_children) {
            return {"inspectdb makes " + on_columns(table, link.columns) + " refer to a partition of " +
                        quote_identifier(target.name),
                    ""};
        }
        for (const ForeignKey &other : table.foreign_keys) {
            if (other.columns.front() == link.columns.front() && !same_link(other, link)) {
                return {"inspectdb uses only one of the foreign keys that start with " + on_columns(table, link.columns), ""};
            }
        }
        return table.schema == target.schema ? Fault{} : Fault{"inspectdb does not read foreign keys to another schema", ""};
    }
    std::string name(const Relationship &relationship) const override {
        if (relationship.reverse) {
            return model(table(relationship.target)) + (shows_many(relationship) ? "_set" : "");
        }
        return field(relationship.source_columns.front(), true);
    }
    /// A column of a foreign key has no field of its own, so its name cannot collide.
    std::string name_of(const Column &column, const Table &table) const override {
        return in_foreign_key(table, column.number) ? std::string() : field(column.name, false);
    }
    const char *cannot_rename() const override { return "; the field and its related_name are set in models.py"; }

protected:
    bool unique(const Table &table, const ForeignKey &key) const override {
        return std::any_of(table.indexes.begin(), table.indexes.end(), [&](const Index &index) {
            return index.unique && !index.temporal && !index.covering && (index.primary || index.columns.size() == 1) &&
                   index.columns.front() == key.columns.front();
        });
    }
    Fault no_model(const Table &table) const override {
        if (table.is_partition) {
            return {quote_identifier(table.name) + " is a partition", ""};
        }
        const std::string name = model(table);
        if (table.name.find('"') != std::string::npos || name.empty() || std::isdigit(static_cast<unsigned char>(name[0])) != 0 ||
            name == "none" || name == "true" || name == "false") {
            return {"inspectdb writes an invalid class for " + quote_identifier(table.name), ""};
        }
        return table.kind == 'f' ? Fault{} : view(table);
    }

private:
    static std::string field(const std::string &column, bool link) {
        std::string text = lower(column);
        if (link && text.size() > 3 && text.compare(text.size() - 3, 3, "_id") == 0) {
            text.erase(text.size() - 3);
        }
        std::string name;
        for (const char c : text) {
            const auto byte = static_cast<unsigned char>(c);
            const char spelled = byte >= 0x80 || std::isalnum(byte) != 0 ? c : '_';
            if (spelled != '_' || name.empty() || name.back() != '_') {
                name += spelled;
            }
        }
        name = (name[0] == '_' ? "field" : "") + name;
        name += name.back() == '_' ? "field" : "";
        name += python_words().count(name) != 0 ? "_field" : "";
        return (std::isdigit(static_cast<unsigned char>(name[0])) != 0 ? "number_" : "") + name;
    }
    /// The class name of the table, in lower case.
    static std::string model(const Table &table) {
        std::string name;
        for (const char c : lower(table.name)) {
            if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
                name += c;
            }
        }
        return name;
    }
};

}  // namespace

std::unique_ptr<Reader> prisma_reader(const Choice &choice, const Surroundings &surroundings) {
    return std::make_unique<PrismaReader>(choice, surroundings);
}

std::unique_ptr<Reader> sqlalchemy_reader(const Choice &choice, const Surroundings &surroundings) {
    return std::make_unique<SqlalchemyReader>(choice, surroundings);
}

std::unique_ptr<Reader> django_reader(const Choice &choice, const Surroundings &surroundings) {
    return std::make_unique<DjangoReader>(choice, surroundings);
}

}  // namespace relmeta
