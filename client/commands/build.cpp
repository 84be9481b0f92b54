// Commands that run DDL on the user's tables: make and drop bridges and references, or print the DDL that would.
#include "../command.hpp"

namespace relmeta::client {
namespace {

const char *const if_not_exists_help = "do nothing where exactly this is there already";

std::vector<Parameter> bridge_parameters() {
    return {
        {"left_table", "regclass", Place::argument, "the table whose schema the bridge goes to", ""},
        {"right_table", "regclass", Place::argument, "the table on the other side", ""},
        {"more", "regclass", Place::list, "a further end, for a bridge of three or more", ""},
        {"bridge", "text", Place::option, "the name of the bridge; by default made of its ends'", ""},
        {"roles", "text", Place::list, "what an end is called, one for each end in order", "role"},
        {"key", "text", Place::option, "surrogate (a column id of its own) or composite (the ends)", ""},
        {"on_delete", "text", Place::option, "cascade (the default), restrict or no action", ""},
        {"if_not_exists", "bool", Place::flag, if_not_exists_help, ""},
    };
}

std::vector<Parameter> reference_parameters() {
    return {
        {"source", "regclass", Place::argument, "the table that refers", ""},
        {"target", "regclass", Place::argument, "the table referred to", ""},
        {"role", "text", Place::option, "what the target is to the source; names the column", ""},
        {"columns", "name", Place::list, "a column to use instead of a new one", "column"},
        {"required", "bool", Place::flag, "every row of the source has a target", ""},
        {"one_to_one", "bool", Place::flag, "a target belongs to one row of the source at most", ""},
        {"on_delete", "text", Place::option, "no action, restrict, cascade, set null or set default", ""},
        {"if_not_exists", "bool", Place::flag, if_not_exists_help, ""},
    };
}

}  // namespace

// clang-format off
Commands build_commands() {
    Command add_bridge{"add-bridge", "make a bridge table between tables", "add_bridge", Shape::value, bridge_parameters(),
                       "add-bridge user user --bridge follow --role follower --role followee", "bridge_ddl", true};
    Command bridge_ddl{"bridge-ddl", "print the DDL of a bridge, for a migration file", "bridge_ddl", Shape::value,
                       bridge_parameters(), "bridge-ddl supplier part --more project --key composite"};
    Command drop_bridge{"drop-bridge", "drop a bridge that holds no rows", "drop_bridge", Shape::nothing,
                        {{"bridge", "regclass", Place::argument, "the bridge", ""},
                         {"force", "bool", Place::flag, "even if it holds rows", ""}},
                        "drop-bridge account_user", "", true};
    Command add_reference{"add-reference", "add a foreign key and what it needs", "add_reference", Shape::value,
                          reference_parameters(), "add-reference scheduled_post account --required --on-delete cascade",
                          "reference_ddl", true};
    Command reference_ddl{"reference-ddl", "print the DDL of a foreign key, for a migration file", "reference_ddl",
                          Shape::value, reference_parameters(), "reference-ddl post user --role author"};
    return {add_bridge, bridge_ddl, drop_bridge, add_reference, reference_ddl};
}
// clang-format on

}  // namespace relmeta::client
