/* python.exe for the packaging under Wine: hands the command line to the runtime beside it. */
#include <windows.h>

typedef int (*Main)(int, wchar_t **);

int wmain(int argc, wchar_t **argv)
{
    HMODULE runtime = LoadLibraryExW(L"python311.dll", NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    Main run = runtime ? (Main)(void *)GetProcAddress(runtime, "Py_Main") : NULL;
    return run ? run(argc, argv) : 3;
}
