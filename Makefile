# Two commands do everything on a fresh Debian or Ubuntu machine: `make demo` and `make test`.
PYTHON := .venv/bin/python
SOURCES := console widgets build tests $(wildcard main.py)

.PHONY: demo test test-dates setup setup-tests check pytest test-core lock freeze package package-linux package-windows \
	package-test package-test-linux package-test-windows

demo:
	@./start

test: setup-tests check pytest

setup:
	@build/setup.sh

# The same with what the tests need from the system
setup-tests:
	@build/setup.sh tests

# Style, types and the direction of imports
check:
	$(PYTHON) -m ruff check $(SOURCES)
	$(PYTHON) -m ruff format --check $(SOURCES)
	$(PYTHON) -m mypy $(SOURCES)
	.venv/bin/lint-imports

# Every test, on a virtual screen with a window manager of its own, on every core (four at most)
pytest:
	$(PYTHON) build/virtual_screen.py $(PYTHON) -m pytest -n logical --maxprocesses 4 --dist worksteal

# What reckons with dates at other dates, hours and zones: some minutes. `DATES=--busy`: today, with
# every core kept busy; `DATES=--all`: each moment in both zones; folders and pytest's options follow.
test-dates: setup-tests
	$(PYTHON) build/dates.py $(DATES)

# The console's own tests with Qt out of reach, as on a server without it
test-core:
	WANGGE_WITHOUT_QT=1 $(PYTHON) -m pytest -p no:pytest-qt -o addopts=--import-mode=importlib \
		-W ignore::pytest.PytestConfigWarning \
		$(wildcard tests/domain tests/store tests/live tests/desk tests/intake tests/report tests/city tests/seat tests/test_keeper.py)

# The program as one folder under var/freeze, which then proves itself on a virtual screen
freeze:
	@build/setup.sh package
	$(PYTHON) build/freeze.py
	$(PYTHON) -m pytest tests/frozen

# Installers under var/packages, with their sums, bills of materials and notices; nice: it takes a while
package: package-linux package-windows

package-linux:
	@build/setup.sh package
	nice $(PYTHON) build/package.py linux

# The Windows program and its installer, under Wine
package-windows:
	@build/setup.sh windows
	nice $(PYTHON) build/package.py windows

# What was packaged, installed: into bare Linux systems (as root), and under Wine
package-test: package-test-linux package-test-windows

package-test-linux:
	@build/setup.sh package
	nice $(PYTHON) build/package_test.py linux

package-test-windows:
	@build/setup.sh windows
	nice $(PYTHON) build/package_test.py windows

# The hashed locks: the console's for Linux and Windows, and that of the packaging tools; needs `uv`
lock:
	uv pip compile --group package --universal --python-version 3.11 \
		--generate-hashes --no-header -o build/package.lock
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 \
		--generate-hashes --no-header -o build/requirements.lock
