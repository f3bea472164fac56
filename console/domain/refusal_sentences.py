"""Sentences of all refusals by key; `{name}` is filled from the refusal's values."""

from collections.abc import Mapping
from typing import Final

from console.words import mark

SENTENCES: Final[Mapping[str, str]] = {
    "limit_unreadable": mark("The limit “{text}” cannot be read."),
    "grid_code_shape": mark("“{text}” is not a unit-grid code of 15 digits."),
    # the door and its rules
    "forged": mark("The command was not written by a console: {what}."),
    "unknown_case": mark("There is no such case."),
    "scope": mark("This is not in your area."),
    "state": mark("Not possible in its present state."),
    "value": mark("The value of {what} lies out of its bounds."),
    "unknown_noun": mark("There is no such thing, or you do not see it."),
    "kind_unknown": mark("“{kind}” is no kind of thing here; there are {known}."),
    "noun_exists": mark("There is such a thing already."),
    "not_own_noun": mark("It is somebody else's."),
    "post_not_held_there": mark("The person named does not hold the post there."),
    "moment_past": mark("The moment has passed already."),
    "wall_status": mark("the wall tells more of itself than the database keeps"),
    "screen_unknown": mark("there is no screen {name}; there are {known}"),
    "wall_login": mark("this city has no operator with the post of a wall"),
    "wall_password": mark(
        "the address holds a password, which would stand in a file; give it with --password-file"
    ),
    "password_file_open": mark(
        "others may read the password file {path}; allow it to its owner alone (chmod 600)"
    ),
    "scene_unknown": mark("there is no scene {name}; there are {known}"),
    "scene_panels": mark("scene {scene} has no panels, or more than a wall can show"),
    "scene_panel": mark("scene {scene} names a panel that this program does not know: {panel}"),
    "scene_place": mark("panel {panel} of scene {scene} lies outside the grid"),
    "scene_period": mark("scene {scene} names no period: {period}"),
    "parent_state": mark("Its parent is not in a state that allows this."),
    "scene_exists": mark("There is a scene of this name already."),
    "panel_overlap": mark("{panel} would lie on {other}."),
    "panel_no_room": mark("There is no room left for {panel}; make another panel smaller."),
    "panels_most": mark("A scene holds at most {most} panels."),
    "scene_file": mark("Line {line} of the file cannot be read as TOML; nothing was saved."),
    "scene_file_end": mark("The file is no TOML; nothing was saved."),
    "scene_file_text": mark("The file is no text in UTF-8; nothing was saved."),
    "scene_file_name": mark("The file gives the scene no name of 1 to {most} characters."),
    "scene_panel_last": mark("A scene keeps at least one panel."),
    "post": mark("You do not hold this post here."),
    "other_post": mark("This is done by another post."),
    "stage": mark("Not possible at this stage."),
    "merged": mark("The case is merged into another one; take them apart first."),
    "not_merged": mark("The case is not merged."),
    "main_open": mark("The case it is merged into has not ended yet."),
    "own_order": mark("The person who gave the order cannot answer it."),
    "changed": mark("Somebody has changed this meanwhile; look again."),
    "needs": mark("Something is missing: {what}."),
    "axis": mark(
        "You have acted on this case in another capacity (supervision and command are separate)."
    ),
    "undo": mark("It cannot be undone: too long ago, not yours, or a later change depends on it."),
    "inconsistent": mark(
        "The database refused this command: it contradicts existing data. Nothing was written; see"
        " the log."
    ),
    "no_request": mark("There is no open request of this kind."),
    "photos": mark("A picture is missing or unknown."),
    "category": mark("This category does not exist."),
    "severity": mark("This severity does not exist."),
    "region": mark("This region does not exist."),
    "source": mark("This source is unknown; known are {known}."),
    "place": mark("Longitude and latitude belong together and lie on earth."),
    "too_long": mark("{what}: no more than {most} characters."),
    "something": mark("Nothing to change was given."),
    "condition": mark("Choose a filing condition of this category."),
    "area": mark(
        "This condition is for areas of class {wanted}; the case lies in one of class {found}."
    ),
    "department_none": mark("No department was named: department_id says which takes the case."),
    "department": mark("This department does not exist or is closed."),
    "enforcement": mark("Only an enforcement department can take a transfer."),
    "crews": mark("The crew is off duty or does not belong to this department."),
    "crew": mark("No crew is on this case: name one."),
    "collector": mark("The collector is not on duty."),
    "hours": mark("An extension takes 1 to {most} hours."),
    "until": mark("A suspension ends in the future, at most {most} days ahead."),
    "due": mark("The answer must be due in the future, at most {most} days ahead."),
    "suspended": mark("The case is suspended."),
    "overdue": mark("The case is overdue already."),
    "not_overdue": mark("The case was not overdue."),
    "extensions": mark("The case has been extended {most} times already."),
    "already": mark("This has been done already."),
    "open_request": mark("Such a request is waiting for a decision already."),
    "once": mark("This can be asked for only once."),
    "decider": mark("The command shift lead decides this."),
    "too_late": mark("That was possible for {days} days only."),
    "target": mark("The other case is ended, merged or out of your area."),
    "held": mark("Somebody else holds the case."),
    "phone_shape": mark("“{text}” is no telephone number: digits, with + in front at most."),
    "question": mark("This kind of question is unknown; known are {known}."),
    "unknown_call": mark("There is no such call."),
    "not_responsible": mark("This body does not answer for such cases here."),
    "rule_owner": mark("A dispatcher makes and ends standing rules of his own only."),
    "rule_dispatcher": mark("The owner of a standing rule must be a dispatcher of its region."),
    "rule_exists": mark("There is a standing rule for this category and region already."),
    "rule_unknown": mark("There is no such standing rule."),
    "hold_back": mark("A standing rule holds back 0 to {most} seconds."),
    "redispatch_reason": mark("Dispatch again … a reason is needed"),
    "redispatch_one": mark("Cases in hand are dispatched again one by one, each with its reason."),
    "nobody_here": mark(
        "All people of {department} are of other regions; nobody there would see this case."
    ),
    "crew_busy": mark("The crew has {count} cases in hand."),
    "crew_not_able": mark("The crew's own trade is another one."),
    # the database
    "database_url": mark("“{url}” is not the address of a database."),
    "database_missing": mark("There is no database at {path}."),
    "database_on_network": mark(
        "{path} lies on a network share; an embedded database must be on a local disk."
    ),
    "database_broken": mark("{path} is not a database, or it is damaged."),
    "database_read_only": mark("{path} cannot be written."),
    "database_locked": mark("{path} is locked by another program."),
    "transaction_idle": mark(
        "The server ended the transaction on {path}: this program took longer between two steps than the"
        " server allows (idle_in_transaction_session_timeout). Nothing was written; run it again, or"
        " raise the limit."
    ),
    "statement_long": mark(
        "The server ended a question to {path} that took longer than it allows (statement_timeout)."
    ),
    "database_full": mark("The disk of {path} is full."),
    "database_unreachable": mark("The database {path} does not answer."),
    "server_unreachable": mark("The database “{name}” on the server {host} does not answer."),
    "server_refuses": mark("The server {host} accepts no connection from this workstation."),
    "server_full": mark("The server {host} takes no more connections at the moment."),
    "database_option": mark(
        "The database's address says “{option}”, which PostgreSQL does not know."
    ),
    "client_certificate": mark(
        "The server {host} asks for a certificate of this workstation (sslcert and sslkey in the address)."
    ),
    "server_certificate": mark(
        "The server {host} does not prove who it is: its certificate is not accepted."
    ),
    "schema_missing": mark("{path} holds no data of this program; make it with “db init”."),
    "schema_other": mark(
        "Another build of this program made the rules of this database; “db upgrade” renews them."
    ),
    "schema_newer": mark("The database needs a newer program (revision {found}, not {wanted})."),
    "schema_newer_at": mark("The database needs a newer program ({found}, not {wanted}): {place}"),
    "schema_older": mark(
        "The database is older than this program (revision {found}, needed {wanted}); run “db upgrade”."
    ),
    "backup_exists": mark("{path} exists already; a backup never writes over a file."),
    "backup_rights": mark("Only who owns the database {path} may save or restore all of it."),
    "backup_kind": mark("{path} is no backup of this kind of database."),
    "backup_damaged": mark("The backup {path} is damaged or cut off; nothing was restored."),
    "backup_other": mark("The backup {path} was made by another build of this program."),
    "restore_not_empty": mark(
        "{path} holds a database already; a restore goes only where there is none."
    ),
    "demo_count": mark("{count} is no number of cases."),
    "demo_not_empty": mark("{path} holds a city already."),
    "city_not_simulated": mark("{path} holds no demo city; only a demo city can be simulated."),
    # files
    "file_unreadable": mark("{path} cannot be read."),
    "file_missing": mark("There is no file {path}."),
    "file_folder": mark("{path} is a folder, not a file."),
    "file_forbidden": mark("The user of this program may not read {path}."),
    "file_not_text": mark("{path} is not a text file in UTF-8 or GBK."),
    "file_format_near": mark(
        "The header of {path} is of no known format. Nearest is {name}, but for {columns}; --mapping names others."
    ),
    "mapping_unfit": mark("{path} is no mapping: “{what}” is missing, unknown or of another kind."),
    "file_format_unknown": mark("The header of {path} is of no known format."),
    "row_broken": mark("The line is no CSV: a quote is opened and not closed."),
    "row_columns": mark("The line has another number of columns than the header."),
    "row_without_key": mark("The row has no number."),
    "row_without_date": mark("The row has no opening date."),
    "row_moment": mark("“{text}” is not a date of this format."),
    "row_never": mark("“{text}” does not exist: clocks went forward in {zone}."),
    "row_place": mark("“{text}” is no place on earth."),
    "row_twice": mark("The number {number} stands in the file twice."),
    "picture_unreadable": mark("{path} is no picture that can be read."),
    "picture_too_large": mark("{path} is too large for a picture."),
    # the city's own files
    "file_kind_unknown": mark("{path} is none of the files that can be read: {known}."),
    "file_not_table": mark("{path} is a file of shapes; this is read from a table: .csv or .xlsx."),
    "places_are_grids": mark("{path} holds unit grids, not places; “import grid” takes it in."),
    "file_empty": mark("{path} is empty."),
    "file_damaged": mark("{path} is damaged or cut off."),
    "file_part_missing": mark("The {part} file that belongs to {path} is missing."),
    "file_layers": mark("{path} must hold exactly one layer; it holds: {layers}."),
    "file_not_json": mark("{path} is no JSON (line {line})."),
    "file_no_features": mark("{path} holds no features."),
    "columns_missing": mark("{path} lacks the columns {columns}."),
    "crs_needed": mark("The coordinates are no degrees; name their system with --crs."),
    "crs_unknown": mark("There is no coordinate system “{crs}”."),
    "crs_zone": mark("The eastings do not tell a CGCS2000 zone; name it with --crs, as EPSG code."),
    "crs_not_degrees": mark("{crs} is in degrees, the coordinates are not."),
    "crs_not_metres": mark("{crs} is in metres, the coordinates look like degrees."),
    "crs_ballpark": mark(
        "Nobody publishes how {crs} lies to WGS-84 there: it may be 100 m off. Hand it over in CGCS2000,"
        " or name the way with --crs: a PROJ string with +towgs84."
    ),
    "crs_elsewhere": mark("In {crs} nothing of this file lies where that system is used."),
    "row_not_feature": mark("This is no feature."),
    "row_shape_broken": mark("The shape cannot be read."),
    "row_shape_nowhere": mark("The shape lies nowhere on earth."),
    "row_text_broken": mark("The row holds text that cannot be read."),
    "row_too_long": mark("“{text}” is longer than {most} characters."),
    "row_exchanged": mark("Longitude {lon} and latitude {lat}: are they exchanged?"),
    "row_decimal_comma": mark("“{text}” has a decimal comma; write a point."),
    "row_zero": mark("0 is no longitude or latitude: the position is missing."),
    "row_text_lost": mark("“{text}”: the characters were lost when this file was written."),
    "row_digits": mark(
        "{column}: {text} was kept as a number, of which a spreadsheet keeps 15 digits; store it as text."
    ),
    "row_formula": mark("{column}: the formula has no value; calculate and save the workbook."),
    "row_without_shape": mark("The row has no shape."),
    "row_without_place": mark("The row has no position."),
    "row_without_name": mark("The row has no name."),
    "row_without_department": mark("The row has no department."),
    "row_flag": mark("“{text}” is neither yes nor no."),
    "crew_without_base": mark(
        "Crew {crew} has no position, and no region has an outline to put it into for {department}."
    ),
    "collector_without_grid": mark("Collector {collector} is named, but no duty grid."),
    "row_not_area": mark("The shape is no area."),
    "row_invalid": mark("The outline crosses itself at {place} ({area} m²)."),
    "region_tier": mark("The tier of region {code} is not clear."),
    "region_community_code": mark("“{code}” is not a community's code of 12 digits."),
    "region_parent_unknown": mark("The region {parent} above {code} is unknown."),
    "region_without_parent": mark("No region above {code} is known."),
    "region_parent_tier": mark("The region {parent} does not stand above {code}."),
    "community_unknown": mark("There is no community {community}."),
    "community_outline": mark("Community {community} has no sound outline."),
    "grid_class": mark("“{text}” is no area class."),
    "stage_unlimited": mark("“{text}” is no stage with a limit of its own."),
    "stage_limit_bounds": mark("“{text}” is no limit of a stage: one minute to {days} days."),
    "stage_without_urgent": mark("A stage's limit needs to say whether it is for urgent cases."),
    "grid_overlaps": mark("Unit grid {code} lies over {other} by {area} m²."),
    "grid_outside": mark("Most of unit grid {code} lies outside its community: {area} m²."),
    "grids_outside": mark(
        "All {count} unit grids of the file lie outside their communities; --crs is probably wrong."
    ),
    "grid_unknown": mark("There is no unit grid {code}."),
    "cut_has_grids": mark("Community {community} has {count} unit grids already."),
    "cut_too_many": mark("Community {community} would need {count} unit grids, more than {most}."),
    "department_ambiguous": mark("Several departments are called “{name}”; use the code."),
    "department_cycle": mark("Departments stand above themselves: {codes}."),
    "component_id": mark("“{text}” is not a component's id of 16 digits."),
    "component_state": mark("“{text}” is no state of a component; there are {known}."),
    "component_category": mark("There is no component category {code}."),
    "category_unknown": mark("There is no category {code}."),
    "category_ambiguous": mark("{code} is a component and an event; say which."),
    "category_schemes": mark("{code} stands in several schemes ({schemes}); say which."),
    "responsibility_basis": mark("“{text}” is neither owner nor territory."),
    "responsibility_rank": mark("“{text}” is no rank from 1 to {most}."),
    "told_gap": mark("Community {community}: a gap of {area} m² beside {codes}."),
    "told_outside": mark("Unit grid {codes} lies outside its community by {area} m²."),
    "told_overlap": mark("{codes} overlap by {area} m²."),
    "told_unused": mark("Columns that were not read: {columns}."),
    "told_alike": mark("Column “{theirs}” was read as {ours}."),
    "told_titles": mark("Titles above the header, or the header again, were passed over: {lines}."),
    "told_lost": mark("Text that was lost when the file was written is left out, in rows {lines}."),
    "told_days": mark(
        "Days that a spreadsheet counts, or eight digits, were read as dates: {lines}."
    ),
    "told_nested": mark("“{column}” holds objects, which are no text, in rows {lines}."),
    "told_order": mark(
        "What ends before it begins is left out: the closing or due date in rows {lines}."
    ),
    "told_twice": mark(
        "Clocks in {zone} showed this hour twice; the first is taken, in rows {lines}."
    ),
    "told_never": mark("Clocks in {zone} never showed this hour; it is left out, in rows {lines}."),
    "told_cut": mark("The field's end cut a last character in half, in rows {lines}."),
    "told_datum": mark("{crs} was moved to WGS-84 by “{how}”, good to {metres} m."),
    "told_ended": mark("No longer in the file and ended: {codes}."),
    # the filing standard
    "book_none": mark("{path} is no workbook (.xlsx)."),
    "book_old": mark("{path} is a workbook of before 2007 (.xls); save it as .xlsx."),
    "book_locked": mark("{path} is encrypted; save it without a password."),
    "book_too_large": mark("{path} unpacks to more than {most} MB."),
    "standard_no_sheet": mark("{path} has no sheet for components or events; it has: {names}."),
    "standard_no_header": mark("{path}: sheet {sheet} has no header with {columns}."),
    "standard_empty": mark("{path}: sheet {sheet} is empty."),
    "standard_columns": mark("{path}: sheet {sheet} lacks the columns {columns}."),
    "standard_uncounted": mark(
        "{path}: sheet {sheet} has a formula without a result in {cell}; save it in a spreadsheet program."
    ),
    "standard_row": mark("Sheet {sheet}: {reason}"),
    "standard_code": mark("“{text}” is no code of a class or subclass."),
    "standard_no_code": mark("The row has no code of a class and subclass."),
    "standard_class": mark("Code {code} is not of class {large}."),
    "standard_continues": mark("It belongs to row {line}, which was rejected."),
    "told_otherwise": mark(
        "Sheet {sheet}, row {line}: {code} is “{one}” here; it stays “{other}”."
    ),
    "standard_error": mark("The row holds the error {text}."),
    "standard_no_condition": mark("The row has no filing condition."),
    "standard_no_limit": mark("The row has no limit."),
    "standard_twice": mark("The same filing condition of {code} stands above already."),
    "told_renamed": mark("{code} is called “{after}” now, no longer “{before}”."),
    "told_sheets": mark("Sheets that were not read: {names}."),
    "told_skipped": mark("Sheet {sheet}, row {line} is a heading or a note: {text}"),
    # pictures
    "workspace_planned": mark("{name} has no workspace in this version yet."),
    "state_unknown": mark("There is no state “{name}”; known are {known}."),
    "shot_failed": mark("No picture: {reason}."),
    "file_unwritable": mark("{path} cannot be written."),
    # measures
    "measure_needs_server": mark("This measure needs a PostgreSQL database."),
    "needs_server": mark("An embedded database has no server to be set up."),
    "measure_own_server": mark("This measure kills its server and takes none but its own."),
    "measure_no_server": mark("Name a PostgreSQL database: none can be started here."),
    "measure_no_memory": mark("Memory cannot be weighed here: the test dependencies are missing."),
    "measure_no_dispatcher": mark("Nobody in this database is a dispatcher."),
    "measure_few_closed": mark("The measure needs {wanted} closed cases; there are {count}."),
    "measure_few_open": mark("The measure needs {wanted} open cases; there are {count}."),
    "measure_few_cases": mark("The measure needs {wanted} cases in hand; there are {count}."),
    "measure_mute": mark("A measuring process said nothing for {seconds} s."),
    "measure_nothing": mark("Nothing was measured; {missed} changes were missed."),
    "measure_unpainted": mark("The measured window was not painted: {what}."),
    # people and words of the command line
    "operator_unknown": mark("There is no login “{login}” here."),
    "measure_unpackaged": mark("Nothing is packaged here: `make package-linux` comes first."),
    "web_engine_missing": mark(
        "This system cannot load the map's web engine, so no workspace opens: {reason}"
    ),
    "machine_setting_unfit": mark("“{name}” is no setting of a workstation; there are {known}."),
    "setting_unknown": mark("No setting is called “{name}”; there are {known}."),
    "setting_value": mark("The setting “{name}” takes {wanted}, not “{text}”."),
    "rights_changed": mark("“{login}” may not do this: the login has no right to it."),
    "locked_out": mark(
        "“{login}” failed {count} times; try again at this workstation in {minutes} min."
    ),
    "post_none": mark("“{login}” holds no post yet; the security administrator gives one."),
    "operator_locked": mark("“{login}” is locked; the security administrator can unlock it."),
    "password_wrong": mark("The password of “{login}” is wrong, or has run out."),
    "password_missing": mark(
        "“{login}” needs a password: WANGGE_PASSWORD_… in the environment, or a password file."
    ),
    "password_same": mark("That is the present password; choose another one."),
    "password_weak": mark(
        "A password has at least {least} characters, {different} of them different."
    ),
    "password_not_given": mark("Give the new password in WANGGE_NEW_PASSWORD."),
    "post_unknown": mark("“{text}” is no post; known are {known}."),
    "region_unknown": mark("There is no region with the code “{code}”."),
    "department_unknown": mark("There is no department “{name}”."),
    "operator_needed": mark("Say who you are: --as NAME."),
    "login_shape": mark("“{login}” cannot be a login: small letters, digits and _ only."),
    "login_taken": mark("The login “{login}” is taken."),
    "login_reserved": mark("“{login}” cannot be a login: the name belongs to the database itself."),
    "administrator_password": mark(
        "An administrator's password is changed only by that administrator or by the installer of the database."
    ),
    "too_much": mark("That is too much text: at most {most} bytes go into the log."),
    "not_revealed": mark("Nothing was revealed to you lately; reveal it first."),
    "seat_name": mark("The name of a seat has 1 to 40 characters."),
    "seat_taken": mark("Somebody else is at the seat “{seat}”: start with another name (--seat)."),
    "seats_full": mark("You are at {most} seats already."),
    "administrator_alone": mark(
        "An administrator holds no other post, and “{post}” cannot be given beside those of “{login}”."
    ),
    "own_rights": mark("Nobody changes his own rights."),
    "login_elsewhere": mark(
        "The login “{login}” belongs to somebody else on this server; its password is not ours to set."
    ),
    "post_not_held": mark("“{login}” does not hold the post “{post}”."),
    "command_unknown": mark("There is no command “{command}”."),
    "stage_unknown": mark("There is no stage “{stage}”."),
    "value_unfit": mark("The value of {name} cannot be stored: too large, empty or broken."),
    "change_shape": mark("“{text}” is not KEY=VALUE with a value in JSON."),
    "zone_unknown": mark("There is no time zone “{zone}”."),
    "community_full": mark("Community {community} already has its last unit grid, 999."),
    "moment_unreadable": mark("“{text}” is not a date and time."),
    "calendar_ends": mark(
        "The calendar “{calendar}” does not reach that far; its days are missing."
    ),
}
