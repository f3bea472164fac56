; The installer of Wangge Console for 64-bit Windows. build/windows/installer.py runs it with
; VERSION NUMBER SOURCE OUT ICON defined.
;
;   /S                silent
;   /D=C:\folder      where to (last, without quotes)
;   /ALLUSERS=1       for everybody at this machine (run by an administrator); else for this user
;   /DATABASE=url  /CA=file  /SEAT=name     settings of this machine, kept where they are not given
;   /WALL=1           a task that starts the video wall at each sign-on, and again whatever ends it
;   /KEEPER=1         a task that runs maintenance of the database from each sign-on
; The uninstaller takes /S, and /DATA=1 for the user's own settings and data too.
Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
SetCompressorDictSize 64
ManifestDPIAware true
ManifestSupportedOS Win10
RequestExecutionLevel user
Name "Wangge Console"
OutFile "${OUT}"
Icon "${ICON}"
UninstallIcon "${ICON}"
BrandingText "Wangge Console ${VERSION}"
VIProductVersion "${NUMBER}"
VIAddVersionKey ProductName "Wangge Console"
VIAddVersionKey FileDescription "Wangge Console installer"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey LegalCopyright "Apache-2.0"

!include "MUI2.nsh"
!include "LogicLib.nsh"
!include "FileFunc.nsh"
!include "WordFunc.nsh"
!include "WinVer.nsh"
!include "x64.nsh"

!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\WanggeConsole"
!define TASK "Wangge keeper"
!define WALL_TASK "Wangge wall"
!define MUTEX "wangge-console-running"
!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\wangge-console.exe"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"
!insertmacro MUI_LANGUAGE "English"

LangString TOO_OLD ${LANG_SIMPCHINESE} "本系统低于 Windows 10 1809，无法运行网格指挥台；未安装任何内容。"
LangString TOO_OLD ${LANG_ENGLISH} "This Windows is older than Windows 10 1809, on which Wangge Console does not run; nothing was installed."
LangString ADMINISTRATOR ${LANG_SIMPCHINESE} "为所有用户安装需要管理员权限：请以管理员身份运行安装程序。"
LangString ADMINISTRATOR ${LANG_ENGLISH} "Installing for everybody needs an administrator: run the installer as one."
LangString RUNNING ${LANG_SIMPCHINESE} "网格指挥台正在运行，请先退出后再继续。"
LangString RUNNING ${LANG_ENGLISH} "Wangge Console is running; please close it, then go on."
LangString NOT_OURS ${LANG_SIMPCHINESE} "所选文件夹不为空，且不是网格指挥台；请另选文件夹。"
LangString NOT_OURS ${LANG_ENGLISH} "The folder chosen is not empty and holds no Wangge Console; please choose another."
LangString NO_TASK ${LANG_SIMPCHINESE} "已安装，但未能登记后台维护任务；请以管理员身份运行安装程序。"
LangString NO_TASK ${LANG_ENGLISH} "Installed, but the keeper's task could not be registered; run the installer as an administrator."
LangString DATA ${LANG_SIMPCHINESE} "是否同时删除本用户的设置和演示数据？"
LangString DATA ${LANG_ENGLISH} "Remove this user's settings and demo data as well?"
LangString WALL ${LANG_SIMPCHINESE} "网格指挥台 大屏"
LangString WALL ${LANG_ENGLISH} "Wangge Console wall"
LangString PRODUCT ${LANG_SIMPCHINESE} "网格指挥台"
LangString PRODUCT ${LANG_ENGLISH} "Wangge Console"

Var All      ; "1": for everybody at this machine
Var Database
Var Ca
Var Seat
Var Wall
Var Keeper
Var Said

!macro say text
  StrCpy $Said "${text}"
  IfSilent +2
  MessageBox MB_OK|MB_ICONSTOP "$Said"
!macroend

; The value of an option; ${GetOptions} would end it at the first slash, and addresses have some.
; It ends at a blank, or where it stands in quotes at the second one.
!macro option un name variable
  Push "${name}"
  Call ${un}Option
  Pop ${variable}
!macroend

!macro option_reader un
Function ${un}Option
  Exch $R0
  Push $R1
  Push $R2
  Push $R3
  Push $R4
  Push $R5
  ${GetParameters} $R1
  StrLen $R2 $R0
  StrCpy $R3 0
  look:
  StrCpy $R4 $R1 $R2 $R3
  ${If} $R4 == ""
    StrCpy $R0 ""
    Goto told
  ${EndIf}
  ${If} $R4 != $R0
    IntOp $R3 $R3 + 1
    Goto look
  ${EndIf}
  IntOp $R3 $R3 + $R2
  StrCpy $R1 $R1 "" $R3
  StrCpy $R5 " "
  StrCpy $R4 $R1 1
  ${If} $R4 == '"'
    StrCpy $R5 '"'
    StrCpy $R1 $R1 "" 1
  ${EndIf}
  StrCpy $R3 0
  end:
  StrCpy $R4 $R1 1 $R3
  ${If} $R4 != ""
  ${AndIf} $R4 != $R5
    IntOp $R3 $R3 + 1
    Goto end
  ${EndIf}
  StrCpy $R0 $R1 $R3
  told:
  Pop $R5
  Pop $R4
  Pop $R3
  Pop $R2
  Pop $R1
  Exch $R0
FunctionEnd
!macroend
!insertmacro option_reader ""
!insertmacro option_reader "un."

Function .onInit
  SetRegView 64
  ${IfNot} ${AtLeastBuild} 17763
    !insertmacro say "$(TOO_OLD)"
    SetErrorLevel 3
    Quit
  ${EndIf}
  !insertmacro option "" "/ALLUSERS=" $All
  !insertmacro option "" "/DATABASE=" $Database
  !insertmacro option "" "/CA=" $Ca
  !insertmacro option "" "/SEAT=" $Seat
  !insertmacro option "" "/WALL=" $Wall
  !insertmacro option "" "/KEEPER=" $Keeper
  ${If} $All == "1"
    UserInfo::GetAccountType
    Pop $1
    ${If} $1 != "Admin"
      !insertmacro say "$(ADMINISTRATOR)"
      SetErrorLevel 6
      Quit
    ${EndIf}
    SetShellVarContext all
    StrCpy $1 "$PROGRAMFILES64\WanggeConsole"
  ${Else}
    SetShellVarContext current
    StrCpy $1 "$LOCALAPPDATA\Programs\WanggeConsole"
  ${EndIf}
  ReadRegStr $2 SHCTX "${KEY}" "InstallLocation"
  ${If} $2 != ""
    StrCpy $1 $2
  ${EndIf}
  ${If} $INSTDIR == ""
    StrCpy $INSTDIR $1
  ${EndIf}
FunctionEnd

; The wall's task looks each minute whether the wall runs: not while files are exchanged.
!macro wall_task how
  nsExec::Exec 'schtasks /Change /${how} /TN "${WALL_TASK}"'
  Pop $R0
!macroend

; A running program holds the mutex: it is asked for, a silent installer waits a minute.
!macro wait_for_end un
Function ${un}WaitForEnd
  StrCpy $R1 0
  again:
  System::Call 'kernel32::OpenMutexW(i 0x100000, i 0, w "${MUTEX}") p .R0'
  ${If} $R0 P<> 0
    System::Call 'kernel32::CloseHandle(p R0)'
    IfSilent silent
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(RUNNING)" IDRETRY again
    !insertmacro wall_task ENABLE
    Abort
    silent:
    IntOp $R1 $R1 + 1
    ${If} $R1 > 60
      !insertmacro wall_task ENABLE
      SetErrorLevel 4
      Quit
    ${EndIf}
    Sleep 1000
    Goto again
  ${EndIf}
FunctionEnd
!macroend
!insertmacro wait_for_end ""
!insertmacro wait_for_end "un."

; The task of $R6 (file) that runs $R7 with $R8, described by $R9; $R5 is more of its trigger. A definition of
; our own: by schtasks' options a task ends after three days and does not begin on batteries.
!macro line text
  FileWriteUTF16LE $R0 `${text}$\r$\n`
!macroend

Function WriteTask
  ${WordReplace} "$INSTDIR" "&" "&amp;" "+" $R1
  InitPluginsDir
  FileOpen $R0 "$PLUGINSDIR\$R6" w
  FileWriteUTF16LE /BOM $R0 `<?xml version="1.0" encoding="UTF-16"?>$\r$\n`
  !insertmacro line `<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">`
  !insertmacro line `<RegistrationInfo><Description>$R9</Description></RegistrationInfo>`
  ${If} $All == "1"
    StrCpy $R2 ""
    StrCpy $R3 "<GroupId>S-1-5-32-545</GroupId>"
  ${Else}
    ReadEnvStr $R2 "USERDOMAIN"
    ReadEnvStr $R3 "USERNAME"
    StrCpy $R2 "<UserId>$R2\$R3</UserId>"
    StrCpy $R3 "$R2<LogonType>InteractiveToken</LogonType>"
  ${EndIf}
  !insertmacro line `<Triggers><LogonTrigger><Enabled>true</Enabled>$R5$R2</LogonTrigger></Triggers>`
  !insertmacro line `<Principals><Principal id="Author">$R3<RunLevel>LeastPrivilege</RunLevel></Principal></Principals>`
  !insertmacro line `<Settings><MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>`
  !insertmacro line `<DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries><StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>`
  !insertmacro line `<ExecutionTimeLimit>PT0S</ExecutionTimeLimit><RestartOnFailure><Interval>PT1M</Interval><Count>999</Count></RestartOnFailure></Settings>`
  !insertmacro line `<Actions Context="Author"><Exec><Command>$R1\$R7</Command><Arguments>$R8</Arguments></Exec></Actions>`
  !insertmacro line `</Task>`
  FileClose $R0
FunctionEnd

Section "program"
  SetRegView 64
  nsExec::Exec 'schtasks /End /TN "${TASK}"'
  Pop $0
  !insertmacro wall_task DISABLE
  nsExec::Exec 'schtasks /End /TN "${WALL_TASK}"'
  Pop $0
  Call WaitForEnd
  ; an older program goes whole; what is in the folder and is not ours stays untouched
  ${If} ${FileExists} "$INSTDIR\wangge-console.exe"
    RMDir /r "$INSTDIR\_internal"
    Delete "$INSTDIR\wangge-console.exe"
    Delete "$INSTDIR\wangge.exe"
  ${Else}
    ${DirState} "$INSTDIR" $0
    ${If} $0 == 1
      !insertmacro wall_task ENABLE
      !insertmacro say "$(NOT_OURS)"
      SetErrorLevel 5
      Quit
    ${EndIf}
  ${EndIf}
  SetOutPath "$INSTDIR"
  File /r "${SOURCE}/*.*"
  WriteUninstaller "$INSTDIR\uninstall.exe"

  CreateDirectory "$SMPROGRAMS"
  CreateShortCut "$SMPROGRAMS\$(PRODUCT).lnk" "$INSTDIR\wangge-console.exe"
  ${If} $Wall == "1"
    ; Windows does not start a task again that has ended: its trigger repeats, and one that runs is let alone
    StrCpy $R5 "<Repetition><Interval>PT1M</Interval><StopAtDurationEnd>false</StopAtDurationEnd></Repetition>"
    StrCpy $R6 "wall.xml"
    StrCpy $R7 "wangge-console.exe"
    StrCpy $R8 "wall"
    StrCpy $R9 "Wangge Console: the video wall."
    Call WriteTask
    nsExec::Exec 'schtasks /Create /F /TN "${WALL_TASK}" /XML "$PLUGINSDIR\wall.xml"'
    Pop $0
    ${If} $0 != 0 ; where tasks are forbidden it starts at the sign-on at least
      CreateShortCut "$SMSTARTUP\$(WALL).lnk" "$INSTDIR\wangge-console.exe" "wall"
    ${Else}
      Delete "$SMSTARTUP\$(WALL).lnk"
    ${EndIf}
  ${EndIf}

  ; the program itself writes them: it knows its file's form and place
  ${If} "$Database$Ca$Seat" != ""
    StrCpy $0 ""
    ${If} $All == "1"
      StrCpy $0 "--for-all"
    ${EndIf}
    nsExec::Exec '"$INSTDIR\wangge.exe" settings install $0 "database=$Database" "ca=$Ca" "seat=$Seat"'
    Pop $0
  ${EndIf}

  ${If} $Keeper == "1"
    StrCpy $R5 ""
    StrCpy $R6 "keeper.xml"
    StrCpy $R7 "wangge.exe"
    StrCpy $R8 "keep"
    StrCpy $R9 "Wangge Console: runs maintenance of the database."
    Call WriteTask
    nsExec::Exec 'schtasks /Create /F /TN "${TASK}" /XML "$PLUGINSDIR\keeper.xml"'
    Pop $0
    ${If} $0 != 0
      DetailPrint "$(NO_TASK)"
      SetErrorLevel 7
    ${EndIf}
  ${EndIf}
  nsExec::Exec 'schtasks /Run /TN "${TASK}"'
  Pop $0
  !insertmacro wall_task ENABLE

  WriteRegStr SHCTX "${KEY}" "DisplayName" "$(PRODUCT)"
  WriteRegStr SHCTX "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${KEY}" "DisplayIcon" "$INSTDIR\wangge-console.exe"
  WriteRegStr SHCTX "${KEY}" "Publisher" "Wangge Console"
  WriteRegStr SHCTX "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr SHCTX "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD SHCTX "${KEY}" "NoModify" 1
  WriteRegDWORD SHCTX "${KEY}" "NoRepair" 1
  ${If} $All == "1"
    WriteRegDWORD SHCTX "${KEY}" "ForAll" 1
  ${EndIf}
SectionEnd

Function un.onInit
  SetRegView 64
  SetShellVarContext current
  ReadRegStr $0 HKCU "${KEY}" "InstallLocation"
  ${If} $0 != $INSTDIR
    StrCpy $All "1"
    SetShellVarContext all
  ${EndIf}
FunctionEnd

Section "un.program"
  SetRegView 64
  nsExec::Exec 'schtasks /End /TN "${TASK}"'
  Pop $0
  !insertmacro wall_task DISABLE
  nsExec::Exec 'schtasks /End /TN "${WALL_TASK}"'
  Pop $0
  Call un.WaitForEnd
  nsExec::Exec 'schtasks /Delete /F /TN "${WALL_TASK}"'
  Pop $0
  nsExec::Exec 'schtasks /Delete /F /TN "${TASK}"'
  Pop $0
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\wangge-console.exe"
  Delete "$INSTDIR\wangge.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\网格指挥台.lnk"
  Delete "$SMPROGRAMS\Wangge Console.lnk"
  Delete "$SMSTARTUP\网格指挥台 大屏.lnk"
  Delete "$SMSTARTUP\Wangge Console wall.lnk"
  DeleteRegKey SHCTX "${KEY}"
  !insertmacro option "un." "/DATA=" $1
  ${If} $1 != "1"
    IfSilent done
    MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "$(DATA)" IDNO done
  ${EndIf}
  SetShellVarContext all
  ${If} $All == "1"
    RMDir /r "$APPDATA\wangge" ; the machine's settings
  ${EndIf}
  SetShellVarContext current
  RMDir /r "$LOCALAPPDATA\wangge-console"
  done:
SectionEnd
