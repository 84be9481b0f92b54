# Builds the extension through PGXS and the shell client by a rule of its own: PGXS makes one module or one program, not both.
# Objects go to build/; only relmeta.so, which PGXS links at the top, is outside of it. `make help` lists the targets.

PG_CONFIG ?= pg_config
export PG_CONFIG

.DEFAULT_GOAL := all

# The goals that work on a machine with nothing but make and a compiler. They install what is missing, PGXS included, and so
# cannot include it themselves; whatever other goals stand beside them are handed to a make of their own.
FROM_NOTHING := check check-long demo check-versions check-assertions
ifneq (,$(filter $(FROM_NOTHING),$(MAKECMDGOALS)))

.PHONY: $(MAKECMDGOALS) prepare
check: prepare
	+@tests/check

check-long: prepare
	+@tests/check
	@tests/long/run

demo: prepare
	@tests/cluster tests/demo

check-versions:
	@tests/check-versions $(VERSIONS)

check-assertions:
	tests/install-dependencies
	@tests/check-assertions

prepare: $(filter-out $(FROM_NOTHING) prepare,$(MAKECMDGOALS))
	tests/install-dependencies
	$(MAKE) -j$$(nproc) all
	@if [ -w "$$($(PG_CONFIG) --pkglibdir)" ]; then $(MAKE) install; \
	else sudo $(MAKE) install PG_CONFIG='$(PG_CONFIG)' CXX='$(CXX)' CC='$(CC)'; fi

$(filter-out $(FROM_NOTHING) prepare,$(MAKECMDGOALS)):
	$(MAKE) $@

else

VERSION_OF_CONTROL := $(shell sed -n "s/^default_version *= *'\(.*\)'/\1/p" extension/relmeta.control)

CORE_SOURCES   := $(sort $(wildcard extension/src/core/*.cpp extension/src/core/export/*.cpp))
SERVER_SOURCES := $(sort $(wildcard extension/src/server/*.cpp))
CLIENT_SOURCES := $(sort $(wildcard client/*.cpp))
UNIT_SOURCES   := $(sort $(wildcard tests/unit/*_test.cpp))

CORE_OBJECTS   := $(CORE_SOURCES:extension/src/%.cpp=build/%.o)
SERVER_OBJECTS := $(SERVER_SOURCES:extension/src/%.cpp=build/%.o)
CLIENT_OBJECTS := $(CLIENT_SOURCES:%.cpp=build/%.o)
UNIT_OBJECTS   := $(UNIT_SOURCES:%.cpp=build/%.o)
CLIENT         := build/relmeta

MODULE_big  = relmeta
OBJS        = $(CORE_OBJECTS) $(SERVER_OBJECTS)
EXTENSION   = extension/relmeta
DATA        = $(wildcard extension/relmeta--*.sql)
PGFILEDESC  = "relmeta - relationships as database objects"
SHLIB_LINK  = -lstdc++
EXTRA_CLEAN = build tests/unit/run

REGRESS        := $(sort $(patsubst sql/%.sql,%,$(wildcard sql/*.sql)))
REGRESS_OPTS    = --inputdir=. --outputdir=build/regress
ISOLATION      := $(sort $(patsubst tests/isolation/specs/%.spec,%,$(wildcard tests/isolation/specs/*.spec)))
ISOLATION_OPTS  = --inputdir=tests/isolation --outputdir=build/isolation
REGRESS_PREP    = build/regress build/isolation

# PGXS's rule for LLVM bitcode drops PG_CXXFLAGS, and with it the language version.
override with_llvm := no

PGXS := $(shell $(PG_CONFIG) --pgxs)
ifeq (,$(PGXS))
$(error $(PG_CONFIG) does not run: tests/install-dependencies installs what relmeta is built with, or set PG_CONFIG)
endif
include $(PGXS)

# clang does not know GCC's levels of this warning, and -Wextra turns the warning on for it anyway.
STRICT := -std=c++17 -Wall -Wextra -Werror $(if $(findstring clang,$(CXX)),-Wno-unknown-warning-option)
TRACK  := -MMD -MP
OURS    = $(filter-out -Wimplicit-fallthrough=%,$(CXXFLAGS)) $(STRICT) $(PROFILE)

# Core sees no header but its own. Symbols stay hidden: two libraries exporting one C++ symbol would both call the first one's.
CORE_FLAGS   = $(OURS) -fPIC -fvisibility=hidden -fvisibility-inlines-hidden -Iextension/src -Iextension/src/core
# -isystem, because PostgreSQL's headers up to 15 say `register`.
SERVER_FLAGS = $(OURS) -fPIC -fvisibility=hidden -fvisibility-inlines-hidden -Iextension/src \
	-isystem $(includedir_server) $(filter-out -I%,$(CPPFLAGS)) -DRELMETA_VERSION='"$(VERSION_OF_CONTROL)"'
CLIENT_FLAGS = $(OURS) -isystem $(includedir) -DRELMETA_VERSION='"$(VERSION_OF_CONTROL)"'
UNIT_FLAGS   = $(OURS) -Iextension/src -Iextension/src/core

$(CORE_OBJECTS): build/%.o: extension/src/%.cpp
	@$(MKDIR_P) $(@D)
	$(CXX) $(CORE_FLAGS) $(TRACK) -c -o $@ $<

$(SERVER_OBJECTS): build/%.o: extension/src/%.cpp extension/relmeta.control
	@$(MKDIR_P) $(@D)
	$(CXX) $(SERVER_FLAGS) $(TRACK) -c -o $@ $<

$(CLIENT_OBJECTS): build/%.o: %.cpp extension/relmeta.control
	@$(MKDIR_P) $(@D)
	$(CXX) $(CLIENT_FLAGS) $(TRACK) -c -o $@ $<

$(UNIT_OBJECTS): build/%.o: %.cpp
	@$(MKDIR_P) $(@D)
	$(CXX) $(UNIT_FLAGS) $(TRACK) -c -o $@ $<

$(CLIENT): $(CLIENT_OBJECTS)
	$(CXX) $(OURS) $^ $(LDFLAGS) -L$(libdir) -lboost_program_options -lpq -o $@

tests/unit/run: $(UNIT_OBJECTS) $(CORE_OBJECTS)
	$(CXX) $(OURS) $^ -lgtest_main -lgtest -pthread -o $@

# The tests with core in objects of its own: a wrong access to memory, a leak or undefined behaviour ends the run. Core comes first,
# so that of what both have inline the linker takes core's.
SANITIZED_OBJECTS := $(CORE_OBJECTS:build/%=build/sanitized/%)
SANITIZED_FLAGS   := -std=c++17 -O1 -g1 -D_GLIBCXX_ASSERTIONS -fsanitize=address,undefined -fno-sanitize-recover=all

$(SANITIZED_OBJECTS): build/sanitized/%.o: extension/src/%.cpp
	@$(MKDIR_P) $(@D)
	$(CXX) $(SANITIZED_FLAGS) -Iextension/src -Iextension/src/core $(TRACK) -c -o $@ $<

build/sanitized/run: $(SANITIZED_OBJECTS) $(UNIT_OBJECTS)
	$(CXX) $(SANITIZED_FLAGS) $^ -lgtest_main -lgtest -pthread -o $@

# The extension under the same sanitizers, for tests/long/sanitized to put into a server of its own.
ASAN_OBJECTS := $(OBJS:build/%=build/asan/%)

$(ASAN_OBJECTS): build/asan/%.o: extension/src/%.cpp extension/relmeta.control
	@$(MKDIR_P) $(@D)
	$(CXX) $(SERVER_FLAGS) -Iextension/src/core $(SANITIZED_FLAGS) $(TRACK) -c -o $@ $<

build/asan/relmeta.so: $(ASAN_OBJECTS)
	$(CXX) -shared $(SANITIZED_FLAGS) $^ -o $@

# What libFuzzer feeds with bytes of its own making, guided by what of core they reach; core is compiled for it once more.
FUZZERS       := $(patsubst tests/fuzz/%.cpp,build/fuzz/%,$(sort $(wildcard tests/fuzz/*_fuzz.cpp)))
FUZZ_OBJECTS  := $(CORE_OBJECTS:build/%=build/fuzz/%)
FUZZ_FLAGS    := -std=c++17 -O1 -g1 -Iextension/src -Iextension/src/core -fsanitize=address,undefined -fno-sanitize-recover=all
CLANG_CXX     ?= clang++
FUZZ_SECONDS  ?= 60

$(FUZZ_OBJECTS): build/fuzz/%.o: extension/src/%.cpp
	@$(MKDIR_P) $(@D)
	$(CLANG_CXX) $(FUZZ_FLAGS) -fsanitize=fuzzer-no-link $(TRACK) -c -o $@ $<

$(FUZZERS): build/fuzz/%: tests/fuzz/%.cpp $(FUZZ_OBJECTS)
	$(CLANG_CXX) $(FUZZ_FLAGS) -fsanitize=fuzzer $(TRACK) -MF $@.d $< $(FUZZ_OBJECTS) -o $@

-include $(FUZZERS:=.d) $(FUZZ_OBJECTS:.o=.d)

-include $(patsubst %.o,%.d,$(CORE_OBJECTS) $(SERVER_OBJECTS) $(CLIENT_OBJECTS) $(UNIT_OBJECTS) $(SANITIZED_OBJECTS) \
	$(ASAN_OBJECTS))

# The client, its man page and its bash completion are installed beside psql's.
completiondir ?= $(or $(shell pkg-config --variable=completionsdir bash-completion 2>/dev/null),\
	/usr/share/bash-completion/completions)

all: $(CLIENT)

install: install-client
install-client: $(CLIENT)
	$(MKDIR_P) '$(DESTDIR)$(bindir)' '$(DESTDIR)$(mandir)/man1' '$(DESTDIR)$(completiondir)'
	$(INSTALL_PROGRAM) $(CLIENT) '$(DESTDIR)$(bindir)/relmeta'
	$(INSTALL_DATA) doc/relmeta.1 '$(DESTDIR)$(mandir)/man1/relmeta.1'
	$(INSTALL_DATA) client/completion.bash '$(DESTDIR)$(completiondir)/relmeta'

uninstall: uninstall-client
uninstall-client:
	rm -f '$(DESTDIR)$(bindir)/relmeta' '$(DESTDIR)$(mandir)/man1/relmeta.1' '$(DESTDIR)$(completiondir)/relmeta'

# Each suite by itself; those that need a server take the one that PGHOST and PGPORT name, as in
#   tests/cluster make check-regress REGRESS=bridge
check-unit: tests/unit/run
	tests/unit/run $(UNIT_OPTIONS)

check-sanitized: build/sanitized/run
	build/sanitized/run $(UNIT_OPTIONS)

# Whether clang++ has libFuzzer, which Debian has in a package of its own.
can-fuzz:
	@echo 'extern "C" int LLVMFuzzerTestOneInput(const char *, long) { return 0; }' | $(CLANG_CXX) -fsanitize=fuzzer -x c++ - -o /dev/null

# New inputs for so many seconds each; what they reach is kept in build/fuzz, and is where the next run goes on. An input that fails
# is written there, and run again by giving its file to the fuzzer.
fuzz: $(FUZZERS)
	@set -e; for fuzzer in $(FUZZERS); do $(MKDIR_P) $$fuzzer.found; echo "$$fuzzer $(FUZZ_SECONDS) s"; \
		$$fuzzer -max_total_time=$(FUZZ_SECONDS) -max_len=2000 -artifact_prefix=$$fuzzer.failing- -print_final_stats=1 $$fuzzer.found; done

# The same inputs every time, as many as take some seconds.
check-fuzz: $(FUZZERS:=.checked)
build/fuzz/catalog_fuzz.checked: FUZZ_RUNS := 2000
build/fuzz/selection_fuzz.checked: FUZZ_RUNS := 50000
$(FUZZERS:=.checked): %.checked: %
	$< -seed=1 -runs=$(FUZZ_RUNS) -max_len=1000 -len_control=0 -use_cmp=0 -artifact_prefix=$<.failing-
	@echo 'ok $<'

check-regress: build/regress
	$(if $(REGRESS),$(pg_regress_installcheck) $(REGRESS_OPTS) $(REGRESS))

# The same as a role that owns its tables and nothing else, in a database whose superuser created the extension. Left out is what
# creates roles, foreign-data wrappers or event triggers, turns these off, or writes relmeta.word.
NEEDS_SUPERUSER := add_bridge_errors add_reference add_reference_errors arguments declare_foreign_table declare_inverse declare_privileges \
	drop_bridge dumped_names enforced events_drops events_inside events_missed hostile nested postgres_17 security stale words
check-unprivileged: build/unprivileged
	psql -XAtq -d postgres -c 'DROP DATABASE IF EXISTS relmeta_unprivileged' -c 'DROP ROLE IF EXISTS relmeta_tester' \
		-c 'CREATE ROLE relmeta_tester LOGIN' -c 'CREATE DATABASE relmeta_unprivileged' \
		-c 'GRANT CREATE, TEMPORARY ON DATABASE relmeta_unprivileged TO relmeta_tester'
	psql -XAtq -d relmeta_unprivileged -c 'CREATE EXTENSION relmeta' -c 'GRANT CREATE ON SCHEMA public TO relmeta_tester'
	$(pg_regress_installcheck) --inputdir=. --outputdir=build/unprivileged --use-existing --user=relmeta_tester \
		--dbname=relmeta_unprivileged $(filter-out $(NEEDS_SUPERUSER),$(REGRESS))

check-isolation: build/isolation
	$(if $(ISOLATION),$(pg_isolation_regress_installcheck) $(ISOLATION_OPTS) $(ISOLATION))

TAP ?= $(sort $(wildcard tests/t/*.pl))
check-client: $(CLIENT)
	PATH="$(CURDIR)/build:$(bindir):$$PATH" tests/prove $(TAP)

# Everything once more in the other compiler's eyes; nothing is written.
check-clang:
	@$(MAKE) --no-print-directory syntax CXX=$(CLANG_CXX)

syntax:
	@set -e; for file in $(CORE_SOURCES); do echo "$(CXX) -fsyntax-only $$file"; $(CXX) $(CORE_FLAGS) -fsyntax-only $$file; done
	@set -e; for file in $(SERVER_SOURCES); do echo "$(CXX) -fsyntax-only $$file"; $(CXX) $(SERVER_FLAGS) -fsyntax-only $$file; done
	@set -e; for file in $(CLIENT_SOURCES); do echo "$(CXX) -fsyntax-only $$file"; $(CXX) $(CLIENT_FLAGS) -fsyntax-only $$file; done

build/regress build/unprivileged build/isolation:
	$(MKDIR_P) $@

OWN_SOURCES = $(wildcard extension/src/*/*.[ch]pp extension/src/core/export/*.[ch]pp client/*.[ch]pp tests/unit/*.[ch]pp tests/fuzz/*.cpp)
format:
	clang-format -i $(OWN_SOURCES)

lint:
	cppcheck --quiet --std=c++17 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 \
		--suppress=missingIncludeSystem -Iextension/src -Iextension/src/core $(CORE_SOURCES) $(CLIENT_SOURCES)

# Measurements, of what is installed: TABLES are the sizes of the generated schemas, SCHEMAS folders with schema.sql and truth.json.
bench:
	tests/cluster -c fsync=on -c full_page_writes=on -c synchronous_commit=on tests/bench/run $(TABLES)

names:
	tests/bench/names/run

applications:
	tests/cluster tests/bench/applications $(SCHEMAS)

help:
	@echo 'all install uninstall clean    as with every PGXS extension; PG_CONFIG names the PostgreSQL'
	@echo 'demo                           make two tables, bridge them, read the catalog; in a throw-away server'
	@echo 'check                          install what is missing, build, and run every suite in a throw-away server'
	@echo 'check-versions                 check in Debian releases that carry other PostgreSQLs; VERSIONS names some of 15 17 18 19'
	@echo 'check-assertions               the suites with a server, in a PostgreSQL that checks its own assertions, built for it'
	@echo 'check-unit                     core alone, without a server'
	@echo 'check-sanitized                the same under the address and undefined behaviour sanitizers'
	@echo 'check-fuzz fuzz                core fed with random bytes by libFuzzer, the same ones each time or new ones for FUZZ_SECONDS'
	@echo 'check-regress check-unprivileged check-isolation check-client installcheck    against the server that PGHOST and PGPORT name'
	@echo 'check-long                     the same, then random and concurrent DDL for longer'
	@echo 'bench names applications       what relmeta costs, how often plurals are right, how it does on schemas of applications'
	@echo 'check-clang format lint        compile with clang++, clang-format, cppcheck'

.PHONY: bench names applications install-client uninstall-client check-unit check-sanitized can-fuzz fuzz check-fuzz $(FUZZERS:=.checked) check-regress check-unprivileged check-isolation check-client check-clang syntax format lint help

endif
