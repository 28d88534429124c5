; For `makensis` on any machine: a frame with what the hooks use of Tauri's own installer, so that the compiler reads every
; line of them. What comes out installs nothing.
Unicode true
!include LogicLib.nsh
Name "check"
OutFile "/dev/null"
RequestExecutionLevel user
Var UpdateMode
Var PassiveMode
Var DeleteAppDataCheckboxState
!include "hooks.nsh"

Section Install
  !insertmacro NSIS_HOOK_PREINSTALL
  StrCpy $PassiveMode 0
  StrCpy $UpdateMode 0
  StrCpy $DeleteAppDataCheckboxState 0
  WriteUninstaller "$INSTDIR\uninstall.exe"
SectionEnd

Section Uninstall
  !insertmacro NSIS_HOOK_PREUNINSTALL
  !insertmacro NSIS_HOOK_POSTUNINSTALL
SectionEnd
