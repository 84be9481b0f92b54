// Commands that maintain and check the catalog.
#include "../command.hpp"

namespace relmeta::client {

// clang-format off
Commands upkeep_commands() {
    Command check{"check", "compare the catalog with the tables; exit status 1 if they differ", "check", Shape::rows, {},
                  "-d shop check"};
    check.none = "no differences";
    check.findings = true;
    check.needs_extension = true;
    Command refresh{"refresh", "derive everything again; prints the number of rows changed", "refresh", Shape::value, {}, "-d shop refresh", "",
                    true};
    refresh.needs_extension = true;
    return {check, refresh, {"status", "show the state of the catalog", "status", Shape::rows, {}, "-d shop status"}};
}
// clang-format on

}  // namespace relmeta::client
