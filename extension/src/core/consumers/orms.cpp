// Prisma, SQLAlchemy and Django, which write or make models of a database: db pull, automap and inspectdb.
#include <algorithm>
#include <cctype>

#include "core/consumers/reader.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

namespace {

std::string lower(std::string text) {
    for (char &c : text) {
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return text;
}

/// Models that are made of tables.
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
            return {"it has no foreign key; the export " + std::string(about(consumer()).name) + " has it", ""};
        }
        if (relationship.bridge != 0 && !is_link_table(holder(relationship))) {
            return {quote_identifier(holder(relationship).name) + " is a model, and two steps lead over it; the export " +
                        about(consumer()).name + " has the link",
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
        return table.kind == 'r' || table.kind == 'p' ? Fault{}
                                                      : Fault{quote_identifier(table.name) + " is not a table, and not read", ""};
    }
    Fault link_table(const Table &table) const {
        return is_link_table(table) ? Fault{quote_identifier(table.name) + " is a link, and has no model", ""} : Fault{};
    }
};

class PrismaReader : public ModelReader {
public:
    PrismaReader(const Choice &choice, const RowFunctions &functions) : ModelReader(Consumer::prisma, choice, functions) {
        for (const Relationship *each : choice.relationships()) {
            if (each->bridge == 0 && has_keys(*each)) {
                keys_[{each->source, each->target}].emplace(each->holder, each->constraint);
            }
        }
    }

    std::string name(const Relationship &relationship) const override {
        const std::string target = table(relationship.target).name;
        if (relationship.bridge != 0) {
            return target;
        }
        const std::string self = relationship.reverse && relationship.source == relationship.target ? "other_" : "";
        const Table &from = holder(relationship);
        const ForeignKey &link = key(relationship);
        return self +
               (keys_.at({relationship.source, relationship.target}).size() == 1
                    ? target
                    : target + '_' + from.name + '_' + join(from.names(link.columns), "_") + "To" + table(link.target).name);
    }
    std::string name_of(const Column &, const Table &) const override { return {}; }
    const char *cannot_rename() const override { return "; db pull keeps another name that schema.prisma has"; }
    bool links(const Table &table, const ForeignKey &, const ForeignKey &) const override { return is_link_table(table); }

protected:
    bool unique(const Table &table, const ForeignKey &key) const override {
        return std::any_of(table.indexes.begin(), table.indexes.end(), [&](const Index &index) {
            return index.unique && !index.partial && !index.temporal && same_columns(index.columns, key.columns);
        });
    }
    bool is_link_table(const Table &table) const override {
        return table.name.size() > 1 && table.name[0] == '_' && table.columns.size() == 2 && table.column("A") != nullptr &&
               table.column("B") != nullptr && table.foreign_keys.size() == 2 &&
               std::all_of(table.foreign_keys.begin(), table.foreign_keys.end(),
                           [](const ForeignKey &key) { return key.columns.size() == 1; }) &&
               std::any_of(table.indexes.begin(), table.indexes.end(), [&](const Index &index) {
                   return index.unique && !index.partial && index.columns.size() == 2 && !contains(index.columns, 0);
               });
    }
    Fault no_model(const Table &table) const override {
        if (const Fault fault = view(table)) {
            return fault;
        }
        if (const Fault fault = link_table(table)) {
            return fault;
        }
        const bool identified = std::any_of(table.indexes.begin(), table.indexes.end(), [&](const Index &index) {
            return index.unique && !index.partial && !contains(index.columns, 0) && table.all_not_null(index.columns);
        });
        return identified ? Fault{}
                          : Fault{quote_identifier(table.name) + " has no unique index over columns that are not null", ""};
    }

private:
    /// The keys that connect two tables, in either direction.
    std::map<std::pair<TableId, TableId>, std::set<std::pair<TableId, std::string>>> keys_;
};

class SqlalchemyReader : public ModelReader {
public:
    SqlalchemyReader(const Choice &choice, const RowFunctions &functions)
        : ModelReader(Consumer::sqlalchemy, choice, functions) {}

    Fault wrong_kind(const Relationship &) const override {
        return {"automap makes a list of what leads against a foreign key; generate_relationship can set uselist", ""};
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
    DjangoReader(const Choice &choice, const RowFunctions &functions) : ModelReader(Consumer::django, choice, functions) {}

    Fault missing(const Relationship &relationship) const override {
        if (const Fault fault = ModelReader::missing(relationship)) {
            return fault;
        }
        const Table &table = holder(relationship);
        const ForeignKey &link = key(relationship);
        if (link.columns.size() > 1) {
            return {"inspectdb takes only the first column of " + on_columns(table, link.columns), ""};
        }
        return table.schema == this->table(link.target).schema
                   ? Fault{}
                   : Fault{"inspectdb does not read keys that lead to another schema", ""};
    }
    std::string name(const Relationship &relationship) const override {
        if (relationship.reverse) {
            return model(table(relationship.target)) + (shows_many(relationship) ? "_set" : "");
        }
        return field(relationship.source_columns.front(), true);
    }
    /// Fields of keys are not names beside those of relationships.
    std::string name_of(const Column &column, const Table &table) const override {
        return in_foreign_key(table, column.number) ? std::string() : field(column.name, false);
    }
    const char *cannot_rename() const override { return "; the field and its related_name are set in models.py"; }

protected:
    bool unique(const Table &table, const ForeignKey &key) const override {
        return std::any_of(table.indexes.begin(), table.indexes.end(), [&](const Index &index) {
            return index.unique && !index.temporal && (index.primary || index.columns.size() == 1) &&
                   index.columns.front() == key.columns.front();
        });
    }
    Fault no_model(const Table &table) const override {
        if (table.is_partition) {
            return {quote_identifier(table.name) + " is a partition", ""};
        }
        return table.kind == 'f' ? Fault{} : view(table);
    }

private:
    static std::string field(const std::string &column, bool link) {
        std::string name = lower(column);
        if (link && name.size() > 3 && name.compare(name.size() - 3, 3, "_id") == 0) {
            name.erase(name.size() - 3);
        }
        return name;
    }
    /// The class of the table, in lower case.
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

std::unique_ptr<Reader> prisma_reader(const Choice &choice, const RowFunctions &functions) {
    return std::make_unique<PrismaReader>(choice, functions);
}

std::unique_ptr<Reader> sqlalchemy_reader(const Choice &choice, const RowFunctions &functions) {
    return std::make_unique<SqlalchemyReader>(choice, functions);
}

std::unique_ptr<Reader> django_reader(const Choice &choice, const RowFunctions &functions) {
    return std::make_unique<DjangoReader>(choice, functions);
}

}  // namespace relmeta
