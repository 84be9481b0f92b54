// Looking up rows of one table in the key of another, with no more than the caller's rights and for a limited time.
#pragma once

#include "core/suggest/suggest.hpp"
#include "server/pg/compat.hpp"

namespace relmeta::server {

class Sampler {
public:
    Sampler(const Facts &facts, TimestampTz end) : facts_(facts), end_(end) {}

    /// Looks up what a sample of the source's rows refers to. Nothing where time is over, where the caller may not read every row
    /// of both tables, where another transaction has one of them locked, or where reading would reach another server or run code
    /// of an owner's with the rights of another role.
    std::optional<Sample> sample(const LinkColumns &link) const;

private:
    bool is_over() const { return GetCurrentTimestamp() >= end_; }
    bool can_look_up(const LinkColumns &link) const;

    const Facts &facts_;
    TimestampTz end_;
};

}  // namespace relmeta::server
