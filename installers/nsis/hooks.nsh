; What Tauri's installer does not know: there is a daemon, and its books may hold money that is not paid yet.
; $UpdateMode, $PassiveMode and $DeleteAppDataCheckboxState are Tauri's.

; Ends what runs, so that its files can be replaced or removed. The window first: it would start its daemon again, and
; closing it never touches a job. The daemon is asked, and closes its jobs and books in order; it takes 15 s at most, and
; `idlewatt stop` waits for that.
!macro IDLEWATT_STOP
  ${If} ${FileExists} "$INSTDIR\idlewatt.exe"
    DetailPrint "Asking Idlewatt to finish"
    nsExec::Exec 'taskkill /F /IM idlewatt-tray.exe'
    Pop $0
    nsExec::ExecToLog '"$INSTDIR\idlewatt.exe" stop'
    Pop $0
  ${EndIf}
!macroend

!macro NSIS_HOOK_PREINSTALL
  !insertmacro IDLEWATT_STOP
!macroend

!macro NSIS_HOOK_PREUNINSTALL
  !insertmacro IDLEWATT_STOP
  ; "Delete the application data" was ticked. Only Idlewatt itself knows where its data is and whether it is owed money,
  ; so it is asked while it is still there.
  ${If} $DeleteAppDataCheckboxState = 1
  ${AndIf} $UpdateMode <> 1
    nsExec::ExecToLog '"$INSTDIR\idlewatt.exe" remove-data --yes'
    Pop $0
    ${If} $0 <> 0
      ${If} ${Silent}
      ${OrIf} $PassiveMode = 1
        DetailPrint "Credits are not paid yet, or nobody can say: the data stays."
      ${Else}
        MessageBox MB_YESNO|MB_ICONEXCLAMATION|MB_DEFBUTTON2 "Some of your credits are not paid yet, or nobody can say whether they are. Give them up and remove key and books?" IDNO idlewatt_data_stays
        nsExec::ExecToLog '"$INSTDIR\idlewatt.exe" remove-data --yes --force'
        Pop $0
        idlewatt_data_stays:
      ${EndIf}
    ${EndIf}
    nsExec::Exec '"$INSTDIR\idlewatt.exe" stop'
    Pop $0
  ${EndIf}
!macroend

!macro NSIS_HOOK_POSTUNINSTALL
  ${If} $UpdateMode <> 1
    ; Tauri removes the start at login; this is the task manager's note on whether it was allowed.
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run" "Idlewatt"
    ; Left over where the data was removed, which lay inside.
    RMDir "$LOCALAPPDATA\Idlewatt"
  ${EndIf}
!macroend
