// The rules by which consumers derive relationships, each with the versions whose source code was read.
// doc/consumers.md describes them; a unit test compares it with this list.
#pragma once

#include <string>
#include <vector>

namespace relmeta {

enum class Consumer { postgrest, hasura, pg_graphql, postgraphile, postgraphile4, prisma, sqlalchemy, django };

struct ConsumerInfo {
    Consumer consumer;
    const char *name;     ///< as in consumers()
    const char *title;    ///< the product's own spelling
    const char *version;  ///< the versions that have these rules
};

struct ConsumerRule {
    Consumer consumer;
    const char *subject;  ///< what the rule decides: reads, one row, many to many, names
    const char *rule;
};

const std::vector<ConsumerInfo> &consumer_list();
const ConsumerInfo &about(Consumer consumer);
const std::vector<ConsumerRule> &consumer_rules();

}  // namespace relmeta
