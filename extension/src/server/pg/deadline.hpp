// Cancels a query that a function runs when its time is up, as statement_timeout cancels a statement. The query fails with 57014;
// has_ended() distinguishes this deadline from a cancel request of the user.
#pragma once

#include "server/pg/compat.hpp"

namespace relmeta::server {

class Deadline {
public:
    explicit Deadline(TimestampTz end);
    ~Deadline();
    Deadline(const Deadline &) = delete;
    Deadline &operator=(const Deadline &) = delete;

    bool has_ended() const;

private:
    Deadline *outer_;  ///< the deadline of a query that called this function
    TimestampTz end_;
    void arm() const;
};

}  // namespace relmeta::server
