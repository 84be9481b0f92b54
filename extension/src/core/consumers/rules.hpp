// The list of the rules by which consumers read relationships, each with the versions in whose source it was read.
// doc/consumers.md describes them; a unit test compares it with this list.
#pragma once

#include <string>
#include <vector>

namespace relmeta {

enum class Consumer { postgrest, hasura, pg_graphql, postgraphile, postgraphile4, prisma, sqlalchemy, django };

struct ConsumerInfo {
    Consumer consumer;
    const char *name;     ///< as in consumers()
    const char *title;    ///< as its makers write it
    const char *version;  ///< whose rules these are
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
