// Looks up rows of one table in the key of another, with at most the caller's privileges and for a limited time.
#pragma once

#include "core/suggest/suggest.hpp"
#include "server/pg/compat.hpp"

namespace relmeta::server {

class Sampler {
public:
    Sampler(const Facts &facts, TimestampTz end) : facts_(facts), end_(end) {}

    /// Looks up a sample of the source's rows in the target. Returns nullopt if the time is up, if the caller cannot read every
    /// row of both tables, if another transaction has locked one of them, or if reading would access another server or run an
    /// owner's code with the privileges of another role.
    std::optional<Sample> sample(const LinkColumns &link) const;
    /// Some values of a text column, if its rows can be read under the same conditions.
    std::vector<std::string> values(ColumnId column) const;

private:
    template <class Read>
    bool run(Oid reader, const std::string &text, Read read) const;
    bool is_over() const { return GetCurrentTimestamp() >= end_; }
    bool can_look_up(const LinkColumns &link) const;

    const Facts &facts_;
    TimestampTz end_;
};

}  // namespace relmeta::server
