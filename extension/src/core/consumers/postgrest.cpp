// PostgREST embeds tables along foreign keys, with hints where these are ambiguous, and functions as computed relationships.
#include <algorithm>

#include "core/consumers/reader.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

namespace {

class PostgrestReader : public Reader {
public:
    PostgrestReader(const Choice &choice, const Surroundings &surroundings) : Reader(Consumer::postgrest, choice, surroundings) {}

    Fault missing(const Relationship &relationship) const override {
        if (has_function(relationship) || relationship.origin == Origin::view) {
            return {};
        }
        if (!has_keys(relationship)) {
            return {"it has no foreign key", function(relationship)};
        }
        if (relationship.bridge == 0) {
            return {};
        }
        const Table &bridge = holder(relationship);
        for (const ForeignKey *end : {&key(relationship), &far_key(relationship)}) {
            if (const std::string reason = no_leg(bridge, *end); !reason.empty()) {
                return {reason, function(relationship)};
            }
        }
        if (relationship.source == relationship.target) {
            return {"no hint distinguishes the two directions through " + quote_identifier(bridge.name), function(relationship)};
        }
        return {};
    }

    bool shows_many(const Relationship &relationship) const override {
        return has_function(relationship) || relationship.origin == Origin::view ? to_many(relationship.kind)
                                                                                 : Reader::shows_many(relationship);
    }
    Fault wrong_kind(const Relationship &relationship) const override {
        Fault fault = Reader::wrong_kind(relationship);
        if (fault.fix.empty() && !has_function(relationship)) {
            fault.fix = function(relationship);
        }
        return fault;
    }

    std::string name(const Relationship &relationship) const override {
        return has_function(relationship) ? wanted(relationship) : table(relationship.target).name;
    }
    std::string name_of(const Column &, const Table &) const override { return {}; }
    std::string rename(const Relationship &relationship) const override { return function(relationship); }
    bool takes_hints() const override { return true; }
    bool columns_win() const override { return true; }

    bool links(const Table &table, const ForeignKey &near, const ForeignKey &far) const override {
        return near.target != far.target && no_leg(table, near).empty() && no_leg(table, far).empty();
    }

protected:
    bool unique(const Table &table, const ForeignKey &key) const override {
        return std::any_of(table.indexes.begin(), table.indexes.end(), [&](const Index &index) {
            return index.constraint && index.unique && !index.temporal && same_columns(index.columns, key.columns);
        });
    }

private:
    /// Why the foreign key is not an end of a link through the table; empty if it is.
    std::string no_leg(const Table &table, const ForeignKey &key) const {
        const Index *primary = table.primary_key();
        if (primary == nullptr) {
            return quote_identifier(table.name) + " has no primary key";
        }
        if (!subset(key.columns, primary->columns)) {
            return on_columns(table, key.columns) + " is not in the primary key";
        }
        return unique(table, key) ? on_columns(table, key.columns) + " is unique" : "";
    }
};

}  // namespace

std::unique_ptr<Reader> postgrest_reader(const Choice &choice, const Surroundings &surroundings) {
    return std::make_unique<PostgrestReader>(choice, surroundings);
}

}  // namespace relmeta
