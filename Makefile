# Builds the extension with PGXS and the shell client with separate rules, because PGXS builds a module or a program, not both.
# core.mk builds core, which both link. Objects go to build/; PGXS links relmeta.so here. `make help` lists the targets.

PG_CONFIG ?= pg_config
export PG_CONFIG

.DEFAULT_GOAL := all

RELMETA := $(shell sed -n "s/^default_version *= *'\(.*\)'/\1/p" extension/relmeta.control)

# These targets and check install missing dependencies, build, install and run. They need only make and a compiler.
check-long:
	@tests/check && tests/long/run
check-versions:
	@tests/check-versions $(VERSIONS)
check-assertions:
	@tests/check-assertions
demo:
	@tests/demo

# The archive for PGXN: the files of the last commit, or of RELEASE, with the version in META.json.
RELEASE  ?= HEAD
ARCHIVE   = relmeta-$(shell sed -n '/"version"/{s/.*: *"\(.*\)".*/\1/p;q}' META.json)
dist:
	@mkdir -p build
	git archive --format=zip --prefix=$(ARCHIVE)/ -o build/$(ARCHIVE).zip $(RELEASE)

# Debian packages of that archive, and a test of them in a separate Debian.
deb:
	@RELEASE='$(RELEASE)' debian/build
check-packages: deb
	@tests/packages

include core.mk

# PGXS's own rule for check only prints an error, so PGXS is not included if check is the goal.
PGXS := $(if $(filter check,$(MAKECMDGOALS)),,$(shell $(PG_CONFIG) --pgxs 2>/dev/null))
ifeq (,$(wildcard $(PGXS)))

check:
	@tests/check

all install uninstall clean installcheck:
	@echo '$(if $(filter check,$(MAKECMDGOALS)),check builds and installs by itself: run it alone,$(PG_CONFIG) --pgxs \
names no file: run tests/install-dependencies or set PG_CONFIG)' >&2; exit 1

else

SERVER_SOURCES := $(sort $(wildcard extension/src/server/*.cpp extension/src/server/*/*.cpp))
CLIENT_SOURCES := $(sort $(wildcard client/*.cpp client/*/*.cpp))
SERVER_OBJECTS := $(SERVER_SOURCES:extension/src/%.cpp=build/%.o)
CLIENT_OBJECTS := $(CLIENT_SOURCES:%.cpp=build/%.o)
CLIENT         := build/relmeta

MODULE_big  = relmeta
OBJS        = $(SERVER_OBJECTS)
EXTENSION   = extension/relmeta
# Full scripts of earlier versions are not installed: this library cannot read their tables.
DATA        = extension/relmeta--$(RELMETA).sql $(sort $(wildcard extension/relmeta--*--*.sql))
PGFILEDESC  = "relmeta - relationships as database objects"
SHLIB_LINK  = $(CORE) -lstdc++
EXTRA_CLEAN = build

REGRESS        := $(sort $(patsubst sql/%.sql,%,$(wildcard sql/*.sql)))
REGRESS_OPTS    = --inputdir=. --outputdir=build/regress
ISOLATION      := $(sort $(patsubst tests/isolation/specs/%.spec,%,$(wildcard tests/isolation/specs/*.spec)))
ISOLATION_OPTS  = --inputdir=tests/isolation --outputdir=build/isolation
REGRESS_PREP    = build/regress build/isolation

# PGXS's rule for LLVM bitcode drops PG_CXXFLAGS, and with it the language version.
override with_llvm := no
include $(PGXS)

# -isystem, because PostgreSQL's headers up to 15 say `register`.
SERVER_FLAGS = $(OURS) -fPIC -fvisibility=hidden -fvisibility-inlines-hidden -Iextension/src \
	-isystem $(includedir_server) $(filter-out -I%,$(CPPFLAGS)) -DRELMETA_VERSION='"$(RELMETA)"'
CLIENT_FLAGS = $(OURS) -Iextension/src -isystem $(includedir) -DRELMETA_VERSION='"$(RELMETA)"'

$(SERVER_OBJECTS): build/%.o: extension/src/%.cpp extension/relmeta.control
	@$(MKDIR_P) $(@D)
	$(CXX) $(SERVER_FLAGS) $(TRACK) -c -o $@ $<

$(CLIENT_OBJECTS): build/%.o: %.cpp extension/relmeta.control
	@$(MKDIR_P) $(@D)
	$(CXX) $(CLIENT_FLAGS) $(TRACK) -c -o $@ $<

$(shlib): $(CORE)

# The extension with sanitizers. tests/long/sanitized installs it into a server of its own.
ASAN_OBJECTS := $(CORE_OBJECTS:build/%=build/asan/%) $(SERVER_OBJECTS:build/%=build/asan/%)

$(ASAN_OBJECTS): build/asan/%.o: extension/src/%.cpp extension/relmeta.control
	@$(MKDIR_P) $(@D)
	$(CXX) $(SERVER_FLAGS) $(SANITIZED_FLAGS) $(TRACK) -c -o $@ $<

build/asan/relmeta.so: $(ASAN_OBJECTS)
	$(CXX) -shared $(SANITIZED_FLAGS) $^ -o $@

$(CLIENT): $(CLIENT_OBJECTS) $(CORE)
	$(CXX) $(OURS) $^ $(LDFLAGS) -L$(libdir) -lboost_program_options -lpq -o $@

all: $(CLIENT)

-include $(patsubst %.o,%.d,$(SERVER_OBJECTS) $(CLIENT_OBJECTS) $(ASAN_OBJECTS))

# The client, its man page and its bash completion are installed next to psql's. With CLIENT= only the extension is built and
# installed.
completiondir ?= $(or $(shell pkg-config --variable=completionsdir bash-completion 2>/dev/null),\
	/usr/share/bash-completion/completions)

install: $(if $(CLIENT),install-client)
install-client: $(CLIENT)
	$(MKDIR_P) '$(DESTDIR)$(bindir)' '$(DESTDIR)$(mandir)/man1' '$(DESTDIR)$(completiondir)'
	$(INSTALL_PROGRAM) $(CLIENT) '$(DESTDIR)$(bindir)/relmeta'
	$(INSTALL_DATA) doc/relmeta.1 '$(DESTDIR)$(mandir)/man1/relmeta.1'
	$(INSTALL_DATA) client/completion.bash '$(DESTDIR)$(completiondir)/relmeta'

uninstall: $(if $(CLIENT),uninstall-client)
uninstall-client:
	rm -f '$(DESTDIR)$(bindir)/relmeta' '$(DESTDIR)$(mandir)/man1/relmeta.1' '$(DESTDIR)$(completiondir)/relmeta'

# Suites that need a server, run on the one at PGHOST and PGPORT: tests/cluster make check-regress REGRESS=bridges
check-regress: build/regress
	$(if $(REGRESS),$(pg_regress_installcheck) $(REGRESS_OPTS) $(REGRESS))

# The same as a role that owns only its tables, in a database where a superuser created the extension. Skips files that need a
# superuser.
check-unprivileged: build/unprivileged
	psql -XAtq -d postgres -c 'DROP DATABASE IF EXISTS relmeta_unprivileged' -c 'DROP ROLE IF EXISTS relmeta_tester' \
		-c 'CREATE ROLE relmeta_tester LOGIN' -c 'CREATE DATABASE relmeta_unprivileged' \
		-c 'GRANT CREATE, TEMPORARY ON DATABASE relmeta_unprivileged TO relmeta_tester'
	psql -XAtq -d relmeta_unprivileged -c 'CREATE EXTENSION relmeta' -c 'GRANT CREATE ON SCHEMA public TO relmeta_tester'
	$(pg_regress_installcheck) --inputdir=. --outputdir=build/unprivileged --use-existing --user=relmeta_tester \
		--dbname=relmeta_unprivileged $(filter-out $(shell sed -n '/^-- Needs a superuser/F' sql/*.sql | xargs -n 1 basename -s .sql),$(REGRESS))

check-isolation: build/isolation
	$(if $(ISOLATION),$(pg_isolation_regress_installcheck) $(ISOLATION_OPTS) $(ISOLATION))

TAP ?= $(sort $(wildcard tests/t/*.pl))
check-tap: $(CLIENT)
	PATH="$(CURDIR)/build:$(bindir):$$PATH" tests/prove $(TAP)

build/regress build/unprivileged build/isolation:
	$(MKDIR_P) $@

# The other compiler. make check builds core with it, for the sanitizers.
check-clang:
	@$(MAKE) --no-print-directory syntax CXX=$(CLANG_CXX)

# A compiler for each core.
SYNTAX = printf '%s\n' $(1) | xargs -P "$$(nproc)" -n 1 -t $(CXX) $(2) -fsyntax-only
syntax:
	@$(call SYNTAX,$(SERVER_SOURCES),$(SERVER_FLAGS))
	@$(call SYNTAX,$(CLIENT_SOURCES),$(CLIENT_FLAGS))

TIDY = printf '%s\n' $(1) | xargs -P "$$(nproc)" -I {} clang-tidy --quiet {} -- $(2)
check-static: check-clang
	cppcheck --quiet --std=c++17 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 \
		--suppress=missingIncludeSystem -Iextension/src $(CORE_SOURCES) $(SERVER_SOURCES) $(CLIENT_SOURCES)
	@$(call TIDY,$(CORE_SOURCES) $(CLIENT_SOURCES),$(CLIENT_FLAGS))
	@$(call TIDY,$(SERVER_SOURCES),$(SERVER_FLAGS))

# Benchmarks of the installed version. TABLES lists sizes of generated schemas, SCHEMAS folders with schema.sql and truth.json.
bench:
	tests/cluster -c fsync=on -c full_page_writes=on -c synchronous_commit=on tests/bench/run $(TABLES)

names:
	tests/bench/names/run

suggest:
	tests/cluster tests/bench/suggest $(SCHEMAS)

applications:
	tests/cluster tests/bench/applications $(SCHEMAS)

endif

help:
	@echo 'all install uninstall clean    as with every PGXS extension; set PG_CONFIG to choose the PostgreSQL installation'
	@echo 'demo                           show a session in a temporary server'
	@echo 'check                          install missing dependencies, build, and run every suite in a temporary server'
	@echo 'check-long                     the same, with longer random and concurrent DDL, valgrind and sanitizers'
	@echo 'check-versions                 check in Debian releases with other PostgreSQL versions; VERSIONS: some of 15 17 18 19'
	@echo 'check-assertions               suites that need a server, with a PostgreSQL built with assertions'
	@echo 'check-unit check-sanitized     core without a server; the same under the address and undefined behaviour sanitizers'
	@echo 'check-fuzz fuzz                core with random bytes from libFuzzer: the same on every run, or new ones for FUZZ_SECONDS'
	@echo 'check-regress check-unprivileged check-isolation check-tap installcheck    suites on the server at PGHOST and PGPORT'
	@echo 'check-clang check-static check-includes format    clang++; cppcheck and clang-tidy; include order; clang-format'
	@echo 'bench names applications       measure overhead, the accuracy of plurals, and results on schemas of applications'
	@echo 'suggest                        compare suggestions with the foreign keys of schemas, after dropping them; SCHEMAS, LEVEL'
	@echo 'dist deb                       the archive for PGXN; Debian packages, in build/deb'
	@echo 'check-packages                 install and remove the Debian packages in a separate Debian'

.PHONY: check check-long check-versions check-assertions demo install-client uninstall-client check-regress check-unprivileged \
	check-isolation check-tap check-clang syntax check-static dist deb check-packages bench names suggest applications help
