// Ends a query of this function's own when its time is up, as statement_timeout ends a statement. The query fails with 57014 like
// any that is cancelled; has_ended() tells this deadline from a cancel of the user's.
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
    Deadline *outer_;  ///< of a query that called this function
    TimestampTz end_;
    void arm() const;
};

}  // namespace relmeta::server
